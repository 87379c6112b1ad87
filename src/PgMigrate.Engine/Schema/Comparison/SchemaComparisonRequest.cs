namespace PgMigrate.Engine.Schema;

/// <summary>Which databases to compare, and what of them.</summary>
public sealed record SchemaComparisonRequest
{
    public required DatabaseEndpoint Source { get; init; }

    public required DatabaseEndpoint Destination { get; init; }

    public SchemaComparisonOptions Options { get; init; } = new();
}
