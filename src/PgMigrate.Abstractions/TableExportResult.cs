namespace PgMigrate;

/// <summary>What became of the rows of one table in an export.</summary>
public sealed record TableExportResult
{
    public required string Schema { get; init; }

    public required string Table { get; init; }

    public long Rows { get; init; }

    /// <summary>The bytes of the rows as COPY's text, before compression.</summary>
    public long Bytes { get; init; }

    public TimeSpan Elapsed { get; init; }

    /// <summary>Whether an earlier run had written the rows, which are proved to be the same in this run's snapshot.</summary>
    public bool IsKept { get; init; }

    public override string ToString() => $"{Schema}.{Table}";
}
