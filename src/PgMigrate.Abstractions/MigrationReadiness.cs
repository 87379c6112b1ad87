namespace PgMigrate;

/// <summary>The verdict of an assessment before a migration, after all its <see cref="AssessmentFinding"/>s.</summary>
public sealed record MigrationReadiness
{
    /// <summary>The source, without its password.</summary>
    public required string Source { get; init; }

    /// <summary>The destination, without its password; null where the source was assessed alone.</summary>
    public string? Destination { get; init; }

    public required ReadinessGrade Grade { get; init; }

    /// <summary>The number of findings that must be seen to first.</summary>
    public int Errors { get; init; }

    public int Warnings { get; init; }

    /// <summary>The number of findings that are worth knowing and ask for nothing.</summary>
    public int Remarks { get; init; }

    /// <summary>The number of things that nobody could look at from here.</summary>
    public int NotChecked { get; init; }

    /// <summary>The source's version, such as <c>15.4</c>; null for a file.</summary>
    public string? SourceVersion { get; init; }

    /// <summary>Null where it could not be reached.</summary>
    public string? DestinationVersion { get; init; }

    /// <summary>Who runs the source; what it has in its databases says it.</summary>
    public DatabaseProvider SourceHost { get; init; }

    /// <summary>Whose rules the destination follows; null where it could not be looked at.</summary>
    public DatabaseProvider? DestinationHost { get; init; }

    /// <summary>The tables that are chosen; partitions count.</summary>
    public int Tables { get; init; }

    /// <summary>The objects of all kinds that are chosen, without rows.</summary>
    public int Objects { get; init; }

    /// <summary>The estimated number of rows in them; null where some table was never analyzed.</summary>
    public long? Rows { get; init; }

    /// <summary>The bytes of their rows on disk.</summary>
    public long Bytes { get; init; }

    /// <summary>The bytes of their indexes on disk.</summary>
    public long IndexBytes { get; init; }

    /// <summary>How long it is expected to take; null where it was not measured.</summary>
    public MigrationEstimate? Estimate { get; init; }

    /// <summary>The expected time; null where it was not measured.</summary>
    public TimeSpan? EstimatedDuration => Estimate?.Duration;

    public override string ToString() => FormattableString.Invariant(
        $"{Source} -> {Destination ?? "?"}: {Grade} ({Errors} errors, {Warnings} warnings, {Remarks} remarks, {NotChecked} not checked)");
}
