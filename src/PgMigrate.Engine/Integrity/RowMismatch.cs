namespace PgMigrate.Engine.Integrity;

/// <summary>A row that was found to differ.</summary>
/// <param name="Source">The source's row; null where it is extra.</param>
/// <param name="Destination">The destination's row; null where it is missing.</param>
internal sealed record RowMismatch(RowDigest? Source, RowDigest? Destination)
{
    public RowDifferenceKind Kind => Source is null ? RowDifferenceKind.Extra : Destination is null ? RowDifferenceKind.Missing : RowDifferenceKind.Changed;

    public string? Key => (Source ?? Destination)!.Key;

    /// <summary>The key's values by the names of its columns; none where there is no key.</summary>
    public IReadOnlyDictionary<string, string?> KeyValues(IReadOnlyList<string> names) => Key is null || names.Count == 0
        ? new Dictionary<string, string?>()
        : names.Zip(Key.Split('\t'), (name, field) => KeyValuePair.Create(name, CopyTextLine.Value(field))).ToDictionary();

    /// <summary>Compares two multisets of rows, in the order of their keys. Rows of one key that differ are one changed row, unless the key is null.</summary>
    public static IReadOnlyList<RowMismatch> Between(IReadOnlyList<RowDigest> source, IReadOnlyList<RowDigest> destination)
    {
        var balance = new Dictionary<(string? Key, RowHash Hash), long>();
        foreach (var row in source) Add(row, row.Count);
        foreach (var row in destination) Add(row, -row.Count);
        var rest = balance.Where(one => one.Value != 0).Select(one => (Row: new RowDigest(one.Key.Key, one.Key.Hash, Math.Abs(one.Value)), IsMissing: one.Value > 0));
        return
        [
            .. rest.GroupBy(one => one.Row.Key ?? "").OrderBy(group => group.Key.Length).ThenBy(group => group.Key, StringComparer.Ordinal)
                .SelectMany(group => Pair([.. group.Where(one => one.IsMissing).Select(one => one.Row)], [.. group.Where(one => !one.IsMissing).Select(one => one.Row)])),
        ];

        void Add(RowDigest row, long count) => balance[(row.Key, row.Hash)] = balance.GetValueOrDefault((row.Key, row.Hash)) + count;
    }

    private static IEnumerable<RowMismatch> Pair(List<RowDigest> missing, List<RowDigest> extra)
    {
        var isKeyed = missing.Concat(extra).First() is { Key: not null, HasNullKey: false };
        var paired = isKeyed ? Math.Min(missing.Count, extra.Count) : 0;
        return
        [
            .. missing.Take(paired).Zip(extra, (source, destination) => new RowMismatch(source, destination)),
            .. missing.Skip(paired).Select(row => new RowMismatch(row, null)),
            .. extra.Skip(paired).Select(row => new RowMismatch(null, row)),
        ];
    }
}
