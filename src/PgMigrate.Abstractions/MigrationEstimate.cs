namespace PgMigrate;

/// <summary>How long a copy is expected to take, by what was measured just now and over how much of it.</summary>
public sealed record MigrationEstimate
{
    /// <summary>The expected time, where everything goes on as fast as the sample did.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The time that should not be exceeded: real tables are logged and have constraints, which the sample has not.</summary>
    public required TimeSpan LongestDuration { get; init; }

    /// <summary>The part of <see cref="Duration"/> for the rows.</summary>
    public TimeSpan RowsDuration { get; init; }

    /// <summary>The part of <see cref="Duration"/> for indexes and keys.</summary>
    public TimeSpan IndexDuration { get; init; }

    /// <summary>The part of <see cref="Duration"/> for checking foreign keys.</summary>
    public TimeSpan ForeignKeyDuration { get; init; }

    /// <summary>The bytes of COPY data that the source gave in a second, over all connections.</summary>
    public double ReadRate { get; init; }

    /// <summary>The bytes of COPY data that went from the source into the destination in a second, over all connections; null where only reading was measured.</summary>
    public double? CopyRate { get; init; }

    /// <summary>The bytes of rows that were indexed in a second by one connection; null where it was not measured.</summary>
    public double? IndexRate { get; init; }

    /// <summary>The connections at the same time, on each side.</summary>
    public int Connections { get; init; }

    /// <summary>The bytes of COPY data that were read for it.</summary>
    public long SampleBytes { get; init; }

    /// <summary>The rows that were read for it.</summary>
    public long SampleRows { get; init; }

    /// <summary>What the figures rest on, in one sentence.</summary>
    public required string Basis { get; init; }

    public override string ToString() => FormattableString.Invariant($"{Duration:c} to {LongestDuration:c}");
}
