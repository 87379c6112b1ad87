namespace PgMigrate;

/// <summary>The figures of one column at one end, as PostgreSQL prints them. What its type does not have is null.</summary>
public sealed record ColumnFigures
{
    /// <summary>How many values are NULL.</summary>
    public long Nulls { get; init; }

    /// <summary>The least value; of texts the first in the order of their bytes.</summary>
    public string? Minimum { get; init; }

    /// <summary>The greatest value; of texts the last in the order of their bytes.</summary>
    public string? Maximum { get; init; }

    /// <summary>The sum of exact numbers.</summary>
    public string? Sum { get; init; }

    /// <summary>The length of all texts, in characters, or of all byte strings, in bytes.</summary>
    public long? Length { get; init; }

    public override string ToString() => $"{Nulls} nulls, {Minimum ?? "-"} to {Maximum ?? "-"}, sum {Sum ?? "-"}, length {Length?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"}";
}
