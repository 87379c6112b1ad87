namespace PgMigrate;

/// <summary>The verdict on a migration: whether everything that was compared is the same at both ends.</summary>
public sealed record MigrationIntegrity
{
    /// <summary>Whether every table that was compared is the same at both ends.</summary>
    public required bool IsMatch { get; init; }

    public required IntegrityLevel Level { get; init; }

    /// <summary>The source, without its password.</summary>
    public required string Source { get; init; }

    /// <summary>The destination, without its password.</summary>
    public required string Destination { get; init; }

    /// <summary>How many tables were compared.</summary>
    public int Tables { get; init; }

    public int DifferentTables { get; init; }

    public long SourceRows { get; init; }

    public long DestinationRows { get; init; }

    /// <summary>How many rows were found to differ: those that were located, and perhaps not all there are.</summary>
    public long Differences { get; init; }

    /// <summary>Whether more rows differ than were located.</summary>
    public bool HasMoreDifferences { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public TimeSpan Elapsed { get; init; }

    public override string ToString() => IsMatch
        ? $"{Tables} tables are the same at both ends"
        : $"{DifferentTables} of {Tables} tables differ";
}
