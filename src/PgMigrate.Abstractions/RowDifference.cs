namespace PgMigrate;

/// <summary>One row that is not the same at both ends.</summary>
public sealed record RowDifference
{
    public required string Schema { get; init; }

    /// <summary>The destination table's name.</summary>
    public required string Table { get; init; }

    public required RowDifferenceKind Kind { get; init; }

    /// <summary>The key's values by column, in the key's order, as PostgreSQL prints them; empty for a table without a key.</summary>
    public required IReadOnlyDictionary<string, string?> Key { get; init; }

    /// <summary>
    /// The columns whose values differ. For a row that is missing or extra in a table without a key: all columns, because they alone tell
    /// which row it is.
    /// </summary>
    public IReadOnlyList<ValueDifference> Values { get; init; } = [];

    /// <summary>How often the row is missing or extra: more than once only where there is no key.</summary>
    public long Count { get; init; } = 1;

    /// <summary>
    /// The statements that would make the destination's row like the source's, or a comment that says why there is none; null where they were
    /// not asked for.
    /// </summary>
    public string? Repair { get; init; }

    public override string ToString()
    {
        var key = Key.Count > 0 ? string.Join(", ", Key.Select(one => $"{one.Key}={one.Value ?? "NULL"}")) : "no key";
        var times = Count > 1 ? $" {Count} times" : "";
        var values = Values.Count > 0 ? ": " + string.Join("; ", Values) : "";
        return $"{Schema}.{Table} ({key}) {Kind.ToString().ToLowerInvariant()}{times}{values}";
    }
}
