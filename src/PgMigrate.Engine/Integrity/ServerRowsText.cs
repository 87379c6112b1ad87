using System.Globalization;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Integrity;

/// <summary>The expressions that stand for a table's rows at one end: a row's text, its hashes, its bucket.</summary>
internal sealed class ServerRowsText(ComparedTable table, bool isSource, PgTable relation)
{
    private const string Row = "t";
    private const int KeySeed = 2;

    /// <summary>
    /// The row as a composite value prints: NULL is nothing, all else that could be taken for a separator is quoted. Unlike a function's
    /// arguments, its columns may be 1,664.
    /// </summary>
    public string RowText => $"ROW({string.Join(", ", table.Columns.Select(Side).Select(InRow))})::text";

    /// <summary>How many columns the key has; none where there is no key.</summary>
    public int KeyCount => table.Key.Count;

    public IEnumerable<string> KeyColumns => table.Key.Select(column => ColumnText.Name(Side(column), Row));

    public IEnumerable<string> Shown(int longest, int shown) => table.Columns.Select(column => ColumnText.Shown(Side(column), Row, longest, shown, table.IsRecoded));

    /// <summary>What orders rows at random, and alike at both ends: a hash of the key, or of the row where there is none.</summary>
    public string SampleHash(long seed) => table.Key.Count == 0
        ? ColumnText.HashOfText(RowText, seed, table.IsRecoded)
        : string.Join(" # ", table.Key.Select((column, place) => KeyHash(column, unchecked(seed + place))));

    public IEnumerable<string> Figures(IEnumerable<ComparedColumn> columns) => columns.SelectMany(column => ColumnFiguresText.Of(column, Side(column), Row));

    /// <summary>A hash of a row's text.</summary>
    public string Hash(string text, int seed) => ColumnText.HashOfText(text, seed, table.IsRecoded);

    /// <summary>The bucket of a row of the table, for every kind but that of the row's hash.</summary>
    public string Bucket(BucketScheme scheme)
    {
        if (scheme.Kind == BucketKind.KeyRange)
        {
            var key = ColumnText.Name(Side(table.Key[0]), Row);
            return string.Create(CultureInfo.InvariantCulture, $"coalesce({key}::bigint >> {scheme.Bits}, {Number(BucketScheme.OfNull)})");
        }

        var columns = table.Key.Where(column => scheme.Kind == BucketKind.KeyHash || column.IsHashedCheaply);
        return $"({string.Join(" # ", columns.Select((column, place) => KeyHash(column, KeySeed + place)))}) & {Number(scheme.Mask)}";
    }

    /// <summary>The bucket of a row whose text is in hand.</summary>
    public string RowBucket(BucketScheme scheme, string text) => $"{Hash(text, 0)} & {Number(scheme.Mask)}";

    /// <summary>The condition that a row of the table is in one of the buckets; in ranges of the key where an index finds those.</summary>
    public string Within(BucketSet set) => set.Scheme.Kind == BucketKind.KeyRange && HasIndexOnKey ? InRanges(set) : $"({Bucket(set.Scheme)}) = ANY ({Numbers(set.Buckets)})";

    /// <summary>The condition that a row's text is in one of the buckets.</summary>
    public string WithinRows(BucketSet set, string text) => $"({RowBucket(set.Scheme, text)}) = ANY ({Numbers(set.Buckets)})";

    /// <summary>Whether an index finds a key by its first column.</summary>
    public bool HasIndexOnKey => table.Key.Count > 0
        && relation.UniqueKeys.Concat(relation.PrimaryKey is { } key ? [key] : []).Any(one => one.Columns[0] == table.Key[0].Name);

    /// <summary>The condition that a row has this key, by the values as COPY's text has them.</summary>
    public string HasKey(string key) => string.Join(
        " AND ", table.Key.Select(Side).Zip(key.Split('\t'), (column, field) => Is(column, CopyTextLine.Value(field))));

    public static string Number(long number) => string.Create(CultureInfo.InvariantCulture, $"'{number}'::bigint");

    public static string Numbers(IEnumerable<long> numbers) => $"'{{{string.Join(',', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))}}}'::bigint[]";

    private static string Is(PgColumn column, string? value)
    {
        var name = ColumnText.Name(column, Row);
        if (value is null) return $"pg_catalog.num_nulls({name}) = 1";
        var literal = $"{SqlText.Literal(value)}::{column.Type}";
        // The operators of an extension's types are not on the search path.
        return column.IsBinaryCopySafe ? $"{name} = {literal}" : $"ROW({name})::text = ROW({literal})::text";
    }

    private string InRow(PgColumn column) => table.IsWide && !ColumnText.IsSmall(column) ? ColumnText.Digest(column, Row, table.IsRecoded) : ColumnText.Value(column, Row);

    private string KeyHash(ComparedColumn column, long seed)
    {
        var name = ColumnText.Name(Side(column), Row);
        var hash = column switch
        {
            { IsInteger: true } => $"pg_catalog.hashint8extended({name}::bigint, {Number(seed)})",
            { IsUuid: true } => $"pg_catalog.uuid_hash_extended({name}, {Number(seed)})",
            { IsText: true } => ColumnText.HashOfText($"{name}::text", seed, table.IsRecoded),
            _ => ColumnText.HashOfText($"ROW({name})::text", seed, table.IsRecoded),
        };
        return $"coalesce({hash}, 0)";
    }

    /// <summary>Neighbouring buckets are one range.</summary>
    private string InRanges(BucketSet set)
    {
        var name = ColumnText.Name(Side(table.Key[0]), Row);
        var terms = new List<string>();
        var buckets = set.Buckets.Where(bucket => bucket != BucketScheme.OfNull).Order().ToList();
        if (buckets.Count < set.Buckets.Count) terms.Add($"{name} IS NULL");
        for (var first = 0; first < buckets.Count;)
        {
            var last = first;
            while (last + 1 < buckets.Count && buckets[last + 1] == buckets[last] + 1) last++;
            var (from, upto) = ((Int128)buckets[first] << set.Scheme.Bits, ((Int128)buckets[last] + 1) << set.Scheme.Bits);
            var above = upto <= long.MaxValue ? $" AND {name} < {Number((long)upto)}" : "";
            terms.Add($"({name} >= {Number((long)from)}{above})");
            first = last + 1;
        }

        return $"({string.Join(" OR ", terms)})";
    }

    private PgColumn Side(ComparedColumn column) => isSource ? column.Source : column.Destination;
}
