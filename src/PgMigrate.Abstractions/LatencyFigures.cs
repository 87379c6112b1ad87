namespace PgMigrate;

/// <summary>
/// How long one query takes at one end: from sending it to the last byte of its last row. Percentiles are of the nearest rank: the smallest time
/// that so many of 100 runs do not exceed.
/// </summary>
public sealed record LatencyFigures
{
    /// <summary>How many runs were measured.</summary>
    public int Samples { get; init; }

    /// <summary>The time that half of the runs keep; null where none was measured.</summary>
    public TimeSpan? P50 { get; init; }

    /// <summary>The time that 95 of 100 runs keep; null where none was measured.</summary>
    public TimeSpan? P95 { get; init; }

    /// <summary>The time that 99 of 100 runs keep; null where none was measured.</summary>
    public TimeSpan? P99 { get; init; }

    /// <summary>The shortest run; null where none was measured.</summary>
    public TimeSpan? Minimum { get; init; }

    /// <summary>The longest run; null where none was measured.</summary>
    public TimeSpan? Maximum { get; init; }

    /// <summary>Why this end did not answer, or not to the end; null where it did.</summary>
    public string? ErrorMessage { get; init; }

    public override string ToString() => ErrorMessage ?? FormattableString.Invariant($"{P50?.TotalMilliseconds:0.##} / {P95?.TotalMilliseconds:0.##} / {P99?.TotalMilliseconds:0.##} ms");
}
