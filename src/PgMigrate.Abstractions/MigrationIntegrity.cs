namespace PgMigrate;

/// <summary>The verdict on a migration: whether everything that was compared is the same at both ends.</summary>
public sealed record MigrationIntegrity
{
    /// <summary>Whether everything that was compared is the same at both ends, or differs on purpose.</summary>
    public required bool IsMatch { get; init; }

    /// <summary>What was compared.</summary>
    public IntegrityScope Scope { get; init; }

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

    /// <summary>How many tables' rows could not be compared; they are among those that differ.</summary>
    public int FailedTables { get; init; }

    /// <summary>How many tables an earlier run of the same check had found to be the same.</summary>
    public int ResumedTables { get; init; }

    /// <summary>How many properties of objects differ, and nothing explains it.</summary>
    public int SchemaDifferences { get; init; }

    /// <summary>How many differ because the copy or the destination's host makes them so on purpose.</summary>
    public int ExpectedDifferences { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public TimeSpan Elapsed { get; init; }

    public override string ToString() => string.Join(
        "; ",
        new[]
        {
            Scope == IntegrityScope.Schema ? null : DifferentTables == 0 ? $"{Tables} tables are the same at both ends" : $"{DifferentTables} of {Tables} tables differ",
            Scope == IntegrityScope.Rows ? null : SchemaDifferences == 0 ? "the objects are the same" : $"{SchemaDifferences} differences of objects",
        }.OfType<string>());
}
