namespace PgMigrate;

/// <summary>Whether one table's rows are the same at both ends.</summary>
public sealed record TableIntegrity
{
    public required string Schema { get; init; }

    /// <summary>The destination table's name.</summary>
    public required string Table { get; init; }

    /// <summary>Whether both ends have the same rows, each as often.</summary>
    public required bool IsMatch { get; init; }

    public long SourceRows { get; init; }

    public long DestinationRows { get; init; }

    /// <summary>The order-independent checksum of every row of the source, in hexadecimal.</summary>
    public string SourceChecksum { get; init; } = "";

    /// <summary>The order-independent checksum of every row of the destination, in hexadecimal.</summary>
    public string DestinationChecksum { get; init; } = "";

    public TimeSpan Elapsed { get; init; }

    public override string ToString() => $"{Schema}.{Table}: {(IsMatch ? "same" : "different")}";
}
