using System.Globalization;
using Npgsql;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Integrity;

/// <summary>A table's rows in a PostgreSQL, which hashes them itself: only checksums leave it, and what differs.</summary>
internal sealed class ServerRows(ServerTable table, ServerRowsText text, Action<CopyCount> moved) : IComparedRows
{
    /// <summary>How many rows one statement names.</summary>
    private const int RowsPerStatement = 50;

    /// <summary>How many rows one statement names by their hash alone, for which it has to read the whole table.</summary>
    private const int HashesPerStatement = 2000;

    /// <summary>How much of a long value is shown.</summary>
    private const int Shown = 200;

    /// <summary>The number of rows.</summary>
    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        var counts = await table.EachChunkAsync(
            rows => $"SELECT count(*) FROM {rows.Relation} t{rows.Where()}", async (command, token) => (long)(await command.ExecuteScalarAsync(token).ConfigureAwait(false))!,
            (chunk, count) => moved(new(count, chunk.EstimatedBytes)), cancellationToken).ConfigureAwait(false);
        return counts.Sum();
    }

    /// <summary>The least and the greatest value of the key's first column, which an index knows; null where there are none.</summary>
    public async Task<(long Least, long Greatest)?> ReadKeyRangeAsync(CancellationToken cancellationToken)
    {
        var key = text.KeyColumns.First();
        return await table.AskAsync<(long, long)?>(
            rows => $"SELECT min({key})::bigint, max({key})::bigint FROM {rows.Relation} t",
            async (command, token) =>
            {
                var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
                await using var closing = reader.ConfigureAwait(false);
                await reader.ReadAsync(token).ConfigureAwait(false);
                return reader.IsDBNull(0) ? null : (reader.GetInt64(0), reader.GetInt64(1));
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyDictionary<long, RowSetChecksum>> SumAsync(BucketScheme scheme, RowScope scope, CancellationToken cancellationToken)
    {
        var isByRow = scheme.Kind == BucketKind.RowHash;
        var bucket = isByRow ? text.RowBucket(scheme, "r") : "b";
        var parts = FindsByIndex(scope)
            ? [await table.AskAsync(Query, ReadSumsAsync, cancellationToken).ConfigureAwait(false)]
            : await table.EachChunkAsync(Query, ReadSumsAsync, Moved, cancellationToken).ConfigureAwait(false);
        var sums = new Dictionary<long, RowSetChecksum>();
        foreach (var (one, sum) in parts.SelectMany(part => part)) sums[one] = sums.GetValueOrDefault(one) + sum;
        return sums;

        string Query(ServerRelation rows) => $"""
            SELECT {bucket}, count(*), sum({text.Hash("r", 0)})::text, sum({text.Hash("r", 1)})::text
            FROM ({Texts(rows, isByRow ? "" : text.Bucket(scheme) + " AS b, ", scope)}) s{Outside(scope)} GROUP BY 1
            """;

        void Moved(ChunkBounds chunk, List<(long Bucket, RowSetChecksum Sum)> part)
        {
            if (scope.Sets.Count == 0) moved(new(part.Sum(one => one.Sum.Rows), chunk.EstimatedBytes));
        }
    }

    /// <summary>The checksum of all rows as another session sees them: one that has changed them and not committed yet.</summary>
    public async Task<RowSetChecksum> SumAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            $"SELECT '0'::bigint, count(*), coalesce(sum({text.Hash("r", 0)}), 0)::text, coalesce(sum({text.Hash("r", 1)}), 0)::text FROM ({Texts(table.Whole, "", RowScope.All)}) s",
            connection);
        return (await ReadSumsAsync(command, cancellationToken).ConfigureAwait(false))[0].Sum;
    }

    public async Task<IReadOnlyList<RowDigest>> DigestAsync(RowScope scope, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(string? Key, RowHash Hash), long>();
        var named = string.Concat(text.KeyColumns.Select((column, number) => FormattableString.Invariant($"{column} AS k{number}, ")));
        var keys = string.Concat(text.KeyColumns.Select((_, number) => FormattableString.Invariant($", k{number}")));
        await table.CopyAsync(
            rows => $"SELECT {text.Hash("r", 0)}, {text.Hash("r", 1)}{keys} FROM ({Texts(rows, named, scope)}) s{Outside(scope)}", Add, cancellationToken)
            .ConfigureAwait(false);
        return [.. found.Select(one => new RowDigest(one.Key.Key, one.Key.Hash, one.Value))];

        void Add(string[] fields)
        {
            var row = (KeyOf(fields), HashOf(fields));
            found[row] = found.GetValueOrDefault(row) + 1;
        }
    }

    /// <summary>So many rows, chosen by their key with the seed. Only their texts are made.</summary>
    public async Task<RowSample> SampleAsync(int size, long seed, CancellationToken cancellationToken)
    {
        const string Order = "\"the key's hash\"";
        var rows = new List<(long, RowDigest)>();
        string[] columns = [text.Hash(text.RowText, 0), text.Hash(text.RowText, 1), .. text.KeyColumns, Order];
        await table.CopyAsync(
            from => FormattableString.Invariant($"""
                SELECT {string.Join(", ", columns)}
                FROM (SELECT t.*, {text.SampleHash(seed)} AS {Order} FROM {from.Relation} t ORDER BY {Order} LIMIT {size}) t
                """),
            fields => rows.Add((long.Parse(fields[^1], CultureInfo.InvariantCulture), new(KeyOf(fields), HashOf(fields), 1))),
            cancellationToken).ConfigureAwait(false);
        return new(rows, size);
    }

    /// <summary>The figures of the columns.</summary>
    public async Task<IReadOnlyList<ColumnFigures>> ReadFiguresAsync(IReadOnlyList<ComparedColumn> columns, CancellationToken cancellationToken)
    {
        // A query has at most 1,664 columns.
        const int ColumnsPerStatement = 300;
        var figures = new List<ColumnFigures>();
        foreach (var some in columns.Chunk(ColumnsPerStatement))
        {
            await table.CopyAsync(from => $"SELECT {string.Join(", ", text.Figures(some))} FROM {from.Relation} t", Add, cancellationToken).ConfigureAwait(false);
        }

        return figures;

        void Add(string[] fields)
        {
            for (var first = 0; first < fields.Length; first += ColumnFiguresText.PerColumn) figures.Add(ColumnFiguresText.Read(fields.AsSpan(first, ColumnFiguresText.PerColumn)));
        }
    }

    public async Task<IReadOnlyDictionary<RowDigest, IReadOnlyList<FieldText>>> ReadAsync(
        IReadOnlyList<RowDigest> rows, int longest, CancellationToken cancellationToken)
    {
        var wanted = rows.DistinctBy(row => (row.Key, row.Hash)).ToDictionary(row => (row.Key, row.Hash));
        var found = new Dictionary<RowDigest, IReadOnlyList<FieldText>>();
        string[] columns = [text.Hash(text.RowText, 0), text.Hash(text.RowText, 1), .. text.KeyColumns, .. text.Shown(longest, Shown)];
        foreach (var some in wanted.Values.Chunk(text.KeyCount == 0 ? HashesPerStatement : RowsPerStatement))
        {
            var condition = text.KeyCount == 0
                ? $"{text.Hash(text.RowText, 0)} = ANY ({ServerRowsText.Numbers(some.Select(row => unchecked((long)row.Hash.First)))})"
                : string.Join(" OR ", some.Select(Condition));
            await table.CopyAsync(from => $"SELECT {string.Join(", ", columns)} FROM {from.Relation} t{from.Where(condition)}", Add, cancellationToken)
                .ConfigureAwait(false);
        }

        return found;

        void Add(string[] fields)
        {
            if (wanted.TryGetValue((KeyOf(fields), HashOf(fields)), out var row)) found[row] = [.. fields.Skip(2 + text.KeyCount).Select(ShownValue)];
        }
    }

    private static RowHash HashOf(string[] fields) => new(Number(fields[0]), Number(fields[1]));

    private static ulong Number(string field) => unchecked((ulong)long.Parse(field, CultureInfo.InvariantCulture));

    /// <summary>What <see cref="ColumnText.Shown"/> says.</summary>
    private static FieldText ShownValue(string field)
    {
        if (CopyTextLine.Value(field) is not { } value) return new(null);
        if (value[0] == 'v') return new(value[1..]);
        var parts = value[1..].Split(':', 3);
        return new(FormattableString.Invariant($"{parts[2]}… ({long.Parse(parts[0], CultureInfo.InvariantCulture):N0} bytes)"), $"{parts[0]}:{parts[1]}");
    }

    private static async Task<List<(long Bucket, RowSetChecksum Sum)>> ReadSumsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var sums = new List<(long, RowSetChecksum)>();
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            sums.Add((reader.GetInt64(0), new(reader.GetInt64(1), Modulo(reader.GetString(2)), Modulo(reader.GetString(3)))));
        }

        return sums;
    }

    /// <summary>A sum of bigint, which is a numeric, modulo 2^64.</summary>
    private static ulong Modulo(string sum) => unchecked((ulong)Int128.Parse(sum, CultureInfo.InvariantCulture));

    private string? KeyOf(string[] fields) => text.KeyCount == 0 ? null : string.Join('\t', fields.Skip(2).Take(text.KeyCount));

    private string Condition(RowDigest row)
    {
        if (!row.HasNullKey) return $"({text.HasKey(row.Key!)})";
        return $"({text.HasKey(row.Key!)} AND {text.Hash(text.RowText, 0)} = {ServerRowsText.Number(unchecked((long)row.Hash.First))})";
    }

    private bool FindsByIndex(RowScope scope) => text.HasIndexOnKey && scope.Sets.Any(set => set.Scheme.Kind == BucketKind.KeyRange);

    /// <summary>The rows' texts, each made once: OFFSET 0 keeps the planner from making one for every use.</summary>
    private string Texts(ServerRelation rows, string columns, RowScope scope)
        => $"SELECT {columns}{text.RowText} AS r FROM {rows.Relation} t{rows.Where([.. scope.Sets.Where(set => set.Scheme.Kind != BucketKind.RowHash).Select(text.Within)])} OFFSET 0";

    private string Outside(RowScope scope)
        => scope.Sets.FirstOrDefault(set => set.Scheme.Kind == BucketKind.RowHash) is { } set ? $" WHERE {text.WithinRows(set, "r")}" : "";
}
