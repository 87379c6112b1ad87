namespace PgMigrate;

/// <summary>What one column's values are as a whole, at both ends.</summary>
public sealed record ColumnIntegrity
{
    public required string Column { get; init; }

    public required ColumnFigures Source { get; init; }

    public required ColumnFigures Destination { get; init; }

    public bool IsMatch => Source == Destination;

    public override string ToString() => $"{Column}: {(IsMatch ? "same" : $"{Source} -> {Destination}")}";
}
