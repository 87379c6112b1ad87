using PgMigrate.Engine.Schema;

namespace PgMigrate.Engine.Integrity;

/// <summary>Which databases' objects to compare, and what of them.</summary>
public sealed record ObjectComparisonRequest
{
    public required DatabaseEndpoint Source { get; init; }

    public required DatabaseEndpoint Destination { get; init; }

    public SchemaComparisonOptions Options { get; init; } = new();

    /// <summary>The extensions that were left out of the copy, with all that needs them, by name and wildcard.</summary>
    public IReadOnlyList<string> ExcludeExtensions { get; init; } = [];

    /// <summary>Whose rules the destination follows; null where that is found out.</summary>
    public DatabaseProvider? DestinationHost { get; init; }

    /// <summary>Whether the bytes of large objects are compared.</summary>
    public bool WithContents { get; init; } = true;
}
