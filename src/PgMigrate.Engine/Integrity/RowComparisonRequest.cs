namespace PgMigrate.Engine.Integrity;

/// <summary>Which tables of two databases to compare.</summary>
public sealed record RowComparisonRequest
{
    public required DatabaseEndpoint Source { get; init; }

    public required DatabaseEndpoint Destination { get; init; }

    /// <summary>The tables to compare, as names or wildcard patterns; empty for all of the source.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    public IReadOnlyList<string> ExcludeTables { get; init; } = [];

    public IReadOnlyList<string> Schemas { get; init; } = [];

    public IReadOnlyList<string> ExcludeSchemas { get; init; } = [];

    /// <summary>The destination's schema; null for the source's own (<c>public</c> for SQLite).</summary>
    public string? DestinationSchema { get; init; }

    /// <summary>How names of a SQLite source were written when its tables were created.</summary>
    public IdentifierCase IdentifierCase { get; init; }

    /// <summary>The number of tables that are read at the same time.</summary>
    public int ThrottleLimit { get; init; } = 2;
}
