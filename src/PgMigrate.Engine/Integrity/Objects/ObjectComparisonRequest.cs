using PgMigrate.Engine.Schema;

namespace PgMigrate.Engine.Integrity;

/// <summary>Which databases' objects to compare, and what of them.</summary>
public sealed record ObjectComparisonRequest
{
    public required DatabaseEndpoint Source { get; init; }

    public required DatabaseEndpoint Destination { get; init; }

    public SchemaComparisonOptions Options { get; init; } = new();
}
