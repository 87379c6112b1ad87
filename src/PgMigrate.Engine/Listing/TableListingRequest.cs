using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Listing;

/// <summary>Which tables of which database to list, and how exactly.</summary>
public sealed record TableListingRequest
{
    public required DatabaseEndpoint Source { get; init; }

    /// <summary>Patterns of the tables to list, as <see cref="ObjectFilter"/> reads them; empty for all.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>Patterns of the tables to leave out.</summary>
    public IReadOnlyList<string> ExcludeTables { get; init; } = [];

    /// <summary>Patterns of the schemas to list; empty for all.</summary>
    public IReadOnlyList<string> Schemas { get; init; } = [];

    /// <summary>Patterns of the schemas to leave out.</summary>
    public IReadOnlyList<string> ExcludeSchemas { get; init; } = [];

    /// <summary>Whether to count the rows: each table is read once, all as of one moment.</summary>
    public bool Exact { get; init; }

    /// <summary>
    /// Whether to list partitions beside the partitioned tables that they belong to. Without it a partition is listed only where a pattern
    /// of <see cref="Tables"/> without wildcards names it: its rows are its parent's rows, and would be taken twice.
    /// </summary>
    public bool IncludePartitions { get; init; }
}
