using Npgsql;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Performance;

/// <summary>
/// Finds reads such as applications make: the round trip alone, and of the largest tables with a primary key a row by its key, a page from a key
/// on, and a count that has a bound. Their values are keys of real rows.
/// </summary>
internal static class RepresentativeQueries
{
    private const int Tables = 3;

    /// <summary>Rows of a page.</summary>
    private const int PageSize = 20;

    /// <summary>The most rows that are counted, so that a large table takes no longer than a small one.</summary>
    private const int CountBound = 10_000;

    /// <summary>How many keys are taken of each table.</summary>
    private const int Keys = 100;

    public static async Task<IReadOnlyList<MeasuredQuery>> FindAsync(NpgsqlConnection connection, TableSelection selection, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var queries = new List<MeasuredQuery> { new("round trip", "SELECT 1", []) };
        var filter = new ObjectFilter(selection);
        var tables = await ReadTablesAsync(connection, cancellationToken).ConfigureAwait(false);
        foreach (var pattern in filter.FindUnmatched([.. tables.Select(table => table.Name)])) observer.Warning($"The pattern '{pattern}' matches no table with a primary key that this role may read.");
        foreach (var table in tables.Where(table => filter.Includes(table.Name)).Take(Tables))
        {
            var keys = await ReadKeysAsync(connection, table, cancellationToken).ConfigureAwait(false);
            queries.AddRange(Of(table, keys));
        }

        if (queries.Count == 1) observer.Warning("The source has no table with a primary key and rows that this role may read: only the round trip is measured.");
        return queries;
    }

    private static IEnumerable<MeasuredQuery> Of(KeyedTable table, IReadOnlyList<IReadOnlyList<string>> keys)
    {
        var name = $"{table.Name.Schema}.{table.Name.Name}";
        var key = SqlText.List(table.Key);
        var values = string.Join(", ", table.Key.Select((_, place) => FormattableString.Invariant($"${place + 1}")));
        if (keys.Count > 0)
        {
            yield return new($"{name}: one row by key", $"SELECT * FROM {table.Name.Sql} WHERE ({key}) = ({values})", keys);
            yield return new(
                FormattableString.Invariant($"{name}: page of {PageSize}"),
                FormattableString.Invariant($"SELECT * FROM {table.Name.Sql} WHERE ({key}) >= ({values}) ORDER BY {key} LIMIT {PageSize}"), keys);
        }

        yield return new(
            FormattableString.Invariant($"{name}: count of up to {CountBound}"),
            FormattableString.Invariant($"SELECT pg_catalog.count(*) FROM (SELECT FROM {table.Name.Sql} LIMIT {CountBound}) AS bounded"), []);
    }

    /// <summary>The largest first. Partitions are read by way of their table.</summary>
    private static async Task<IReadOnlyList<KeyedTable>> ReadTablesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            $"""
             SELECT n.nspname::text, c.relname::text,
                    (SELECT pg_catalog.array_agg(a.attname::text ORDER BY place)
                     FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS part(attnum, place)
                     JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = part.attnum
                     WHERE place <= i.indnkeyatts)
             FROM pg_catalog.pg_class c
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indisprimary
             WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND {UserRelations.Condition}
                 AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
             ORDER BY coalesce((SELECT pg_catalog.sum(pg_catalog.pg_table_size(t.relid)) FROM pg_catalog.pg_partition_tree(c.oid) t), pg_catalog.pg_table_size(c.oid)) DESC, 1, 2
             """,
            connection);
        var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var rowScope = row.ConfigureAwait(false);
        var tables = new List<KeyedTable>();
        while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            tables.Add(new(new(row.GetString(0), row.GetString(1)), await row.GetFieldValueAsync<string[]>(2, cancellationToken).ConfigureAwait(false)));
        }

        return tables;
    }

    /// <summary>Keys from all over the table, as far as blocks of it can be sampled: of a small one, its first rows.</summary>
    private static async Task<IReadOnlyList<IReadOnlyList<string>>> ReadKeysAsync(NpgsqlConnection connection, KeyedTable table, CancellationToken cancellationToken)
    {
        var columns = string.Join(", ", table.Key.Select(column => SqlText.Identifier(column) + "::text"));
        var sampled = await ReadAsync(FormattableString.Invariant($"SELECT {columns} FROM {table.Name.Sql} TABLESAMPLE SYSTEM (1) LIMIT {Keys * 100}")).ConfigureAwait(false);
        // A sample's rows come block by block: spread evenly, they are of different blocks.
        if (sampled.Count >= Keys) return [.. Enumerable.Range(0, Keys).Select(place => sampled[(int)((long)place * sampled.Count / Keys)])];
        return await ReadAsync(FormattableString.Invariant($"SELECT {columns} FROM {table.Name.Sql} LIMIT {Keys}")).ConfigureAwait(false);

        async Task<List<IReadOnlyList<string>>> ReadAsync(string sql)
        {
            using var command = new NpgsqlCommand(sql, connection);
            var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var rowScope = row.ConfigureAwait(false);
            var keys = new List<IReadOnlyList<string>>();
            while (await row.ReadAsync(cancellationToken).ConfigureAwait(false)) keys.Add([.. Enumerable.Range(0, table.Key.Count).Select(row.GetString)]);
            return keys;
        }
    }

    /// <summary>A table with the columns of its primary key in their order.</summary>
    private sealed record KeyedTable(QualifiedName Name, IReadOnlyList<string> Key);
}
