namespace PgMigrate;

/// <summary>Whether one table's rows are the same at both ends.</summary>
public sealed record TableIntegrity
{
    public required string Schema { get; init; }

    /// <summary>The destination table's name.</summary>
    public required string Table { get; init; }

    /// <summary>Whether both ends have the same rows, each as often, as far as the level looks.</summary>
    public required bool IsMatch { get; init; }

    public IntegrityLevel Level { get; init; } = IntegrityLevel.Checksum;

    public long SourceRows { get; init; }

    public long DestinationRows { get; init; }

    /// <summary>How many rows of each end were compared in a sample; null where all were.</summary>
    public long? SampledRows { get; init; }

    /// <summary>The order-independent checksum of every row of the source, in hexadecimal; empty where the level takes none.</summary>
    public string SourceChecksum { get; init; } = "";

    /// <summary>The order-independent checksum of every row of the destination, in hexadecimal; empty where the level takes none.</summary>
    public string DestinationChecksum { get; init; } = "";

    /// <summary>The rows that differ, as many as were asked for.</summary>
    public IReadOnlyList<RowDifference> Differences { get; init; } = [];

    /// <summary>Whether rows differ that are not among <see cref="Differences"/>.</summary>
    public bool HasMoreDifferences { get; init; }

    /// <summary>The columns as a whole, under <see cref="IntegrityLevel.Full"/>.</summary>
    public IReadOnlyList<ColumnIntegrity> Columns { get; init; } = [];

    /// <summary>
    /// The table's place in the order in which rows can be inserted: 0 refers to no other table, others come after all that they refer to.
    /// </summary>
    public int ForeignKeyOrder { get; init; }

    /// <summary>How often what differed was looked at again.</summary>
    public int Rechecks { get; init; }

    public TimeSpan Elapsed { get; init; }

    /// <summary>Why the rows could not be compared; null where they were.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The failure itself, for the error record; internal so that records serialize cleanly.</summary>
    internal MigrationException? Error { get; init; }

    public override string ToString() => $"{Schema}.{Table}: {(IsMatch ? "same" : ErrorMessage is null ? "different" : "not compared")}";
}
