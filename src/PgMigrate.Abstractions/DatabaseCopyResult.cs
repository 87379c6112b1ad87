namespace PgMigrate;

/// <summary>What became of one database.</summary>
public sealed record DatabaseCopyResult
{
    /// <summary>The source, without its password.</summary>
    public required string Source { get; init; }

    /// <summary>The destination, without its password.</summary>
    public required string Destination { get; init; }

    public required DatabaseCopyStatus Status { get; init; }

    /// <summary>The objects that this call made, of all kinds; rows are none.</summary>
    public int Objects { get; init; }

    /// <summary>The objects that an earlier run had already made.</summary>
    public int ResumedObjects { get; init; }

    /// <summary>What became of each table's rows.</summary>
    public IReadOnlyList<TableCopyResult> Tables { get; init; } = [];

    /// <summary>The rows that this call brought.</summary>
    public long Rows => Tables.Sum(table => table.Rows);

    /// <summary>The bytes of COPY data that this call sent.</summary>
    public long Bytes => Tables.Sum(table => table.Bytes);

    public TimeSpan Elapsed { get; init; }

    /// <summary>The objects that the destination refused.</summary>
    public IReadOnlyList<ObjectFailure> Failures { get; init; } = [];

    /// <summary>What the destination does not have, or has in another form.</summary>
    public IReadOnlyList<MigrationFinding> Findings { get; init; } = [];

    public override string ToString() => $"{Source} -> {Destination}: {Status}";
}
