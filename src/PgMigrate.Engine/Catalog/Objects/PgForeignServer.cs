namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE SERVER.</summary>
public sealed record PgForeignServer : PgObject
{
    public required string Wrapper { get; init; }

    /// <summary>Null where it is not told.</summary>
    public string? Type { get; init; }

    /// <summary>Null where it is not told.</summary>
    public string? Version { get; init; }

    /// <summary>Each <c>name=value</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>By the role's name.</summary>
    public IReadOnlyList<PgUserMapping> UserMappings { get; init; } = [];
}
