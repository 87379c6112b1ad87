using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Integrity;

/// <summary>Which tables of two databases to compare.</summary>
public sealed record RowComparisonRequest
{
    public required DatabaseEndpoint Source { get; init; }

    public required DatabaseEndpoint Destination { get; init; }

    /// <summary>The source's tables to compare.</summary>
    public TableSelection Selection { get; init; } = TableSelection.All;

    /// <summary>The destination's schema; null for the source's own (<c>public</c> for SQLite).</summary>
    public string? DestinationSchema { get; init; }

    /// <summary>How names of a SQLite source were written when its tables were created.</summary>
    public IdentifierCase IdentifierCase { get; init; }

    /// <summary>The number of tables that are read at the same time.</summary>
    public int ThrottleLimit { get; init; } = 2;
}
