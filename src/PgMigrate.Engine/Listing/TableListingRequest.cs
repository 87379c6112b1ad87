using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Listing;

/// <summary>Which tables of which database to list, and how exactly.</summary>
public sealed record TableListingRequest
{
    public required DatabaseEndpoint Source { get; init; }

    /// <summary>The tables to list.</summary>
    public TableSelection Selection { get; init; } = TableSelection.All;

    /// <summary>Whether to count the rows: each table is read once, all as of one moment.</summary>
    public bool Exact { get; init; }

    /// <summary>
    /// Whether to list partitions beside the partitioned tables that they belong to. Without it a partition is listed only where a pattern
    /// of <see cref="TableSelection.Tables"/> without wildcards names it: its rows are its parent's rows, and would be taken twice.
    /// </summary>
    public bool IncludePartitions { get; init; }
}
