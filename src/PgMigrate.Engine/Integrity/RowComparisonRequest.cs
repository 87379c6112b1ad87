using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Integrity;

/// <summary>Which tables of two databases to compare.</summary>
public sealed record RowComparisonRequest
{
    public required DatabaseEndpoint Source { get; init; }

    public required DatabaseEndpoint Destination { get; init; }

    /// <summary>The source's tables to compare.</summary>
    public TableSelection Selection { get; init; } = TableSelection.All;

    /// <summary>The source's tables whose rows are no matter, by their names there.</summary>
    internal IReadOnlySet<QualifiedName> LeftTables { get; init; } = new HashSet<QualifiedName>();

    /// <summary>The tables that an earlier look found to be the same, by their names at the destination.</summary>
    internal IReadOnlySet<QualifiedName> KnownTables { get; init; } = new HashSet<QualifiedName>();

    /// <summary>The destination's schema; null for the source's own (<c>public</c> for SQLite).</summary>
    public string? DestinationSchema { get; init; }

    /// <summary>How names of a SQLite source were written when its tables were created.</summary>
    public IdentifierCase IdentifierCase { get; init; }

    public IntegrityLevel Level { get; init; } = IntegrityLevel.Checksum;

    /// <summary>How many rows of each table a sample has.</summary>
    public int SampleSize { get; init; } = 1000;

    /// <summary>Chooses the rows of a sample: the same seed, the same rows.</summary>
    public long Seed { get; init; }

    /// <summary>How many of the rows that differ are told, a table; 0 for none.</summary>
    public int MaxDifferences { get; init; } = 100;

    /// <summary>Whether differences come with the statements that would repair them.</summary>
    public bool WithRepair { get; init; }

    /// <summary>How often to look again at what differed before it is told.</summary>
    public int Rechecks { get; init; }

    /// <summary>How long to wait before looking again.</summary>
    public TimeSpan RecheckDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The number of tables that are compared at the same time, and of connections to each end.</summary>
    public int ThrottleLimit { get; init; } = 2;
}
