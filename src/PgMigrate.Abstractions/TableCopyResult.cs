namespace PgMigrate;

/// <summary>What became of one table.</summary>
public sealed record TableCopyResult
{
    public required string Schema { get; init; }

    /// <summary>The destination table's name.</summary>
    public required string Table { get; init; }

    public required TableCopyStatus Status { get; init; }

    /// <summary>The rows that this call brought; rows of earlier, resumed runs are not counted again.</summary>
    public long Rows { get; init; }

    /// <summary>The bytes of COPY data that this call sent.</summary>
    public long Bytes { get; init; }

    /// <summary>From the first byte of the table to its last commit.</summary>
    public TimeSpan Elapsed { get; init; }

    public long RowsPerSecond => Elapsed > TimeSpan.Zero ? (long)(Rows / Elapsed.TotalSeconds) : 0;

    /// <summary>The rows that went to the reject file.</summary>
    public long Rejected { get; init; }

    /// <summary>The reject file; null where no row was rejected.</summary>
    public string? RejectPath { get; init; }

    /// <summary>The chunks that the table was cut into.</summary>
    public int Chunks { get; init; }

    /// <summary>The chunks that an earlier run had already brought.</summary>
    public int ResumedChunks { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The failure itself, for the error record; internal so that results serialize cleanly.</summary>
    internal MigrationException? Error { get; init; }

    public override string ToString() => $"{Schema}.{Table}: {Status}";
}
