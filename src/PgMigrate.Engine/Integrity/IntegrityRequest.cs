using PgMigrate.Engine.Schema;

namespace PgMigrate.Engine.Integrity;

/// <summary>Which databases to compare, and how thoroughly.</summary>
public sealed record IntegrityRequest
{
    /// <summary>The ends, and how their rows are compared.</summary>
    public required RowComparisonRequest Rows { get; init; }

    /// <summary>What is compared; null for all that both ends have, which for files is rows.</summary>
    public IntegrityScope? Scope { get; init; }

    /// <summary>What of the objects matters. Its selection is that of the rows.</summary>
    public SchemaComparisonOptions Schema { get; init; } = new();

    /// <summary>The extensions that were left out of the copy, with all that needs them, by name and wildcard.</summary>
    public IReadOnlyList<string> ExcludeExtensions { get; init; } = [];

    /// <summary>Whose rules the destination follows; null where that is found out.</summary>
    public DatabaseProvider? DestinationHost { get; init; }

    /// <summary>The file that keeps what was found to be the same, so that a check that was interrupted goes on; null for none.</summary>
    public string? JournalPath { get; init; }

    /// <summary>Whether to go on from what the file says, if it is there.</summary>
    public bool Resume { get; init; }

    /// <summary>Objects are compared between databases whose schemas have the same names.</summary>
    internal IntegrityScope EffectiveScope => Scope
        ?? (Rows.Source.Kind == DatabaseKind.PostgreSql && Rows.Destination.Kind == DatabaseKind.PostgreSql && Rows.DestinationSchema is null ? IntegrityScope.All : IntegrityScope.Rows);
}
