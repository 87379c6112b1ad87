using System.Text.Json.Serialization;

namespace PgMigrate.Engine.Sandbox;

/// <summary>A symbolic link to make: the file that exists, and the link that names it.</summary>
internal sealed record EmbeddedLink
{
    [JsonPropertyName("source")]
    public required string Source { get; init; }

    [JsonPropertyName("target")]
    public required string Target { get; init; }
}
