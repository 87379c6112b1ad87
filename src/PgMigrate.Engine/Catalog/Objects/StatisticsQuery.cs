using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads what the planner knows of relations, in the words of pg_restore_relation_stats and pg_restore_attribute_stats (PostgreSQL 18).</summary>
internal static class StatisticsQuery
{
    /// <summary>The columns of pg_stats, in pg_dump's order (pg_dump.c, dumpRelationStats_dumper).</summary>
    private static readonly (string Name, string Type, int Since)[] Statistics =
    [
        ("null_frac", "real", 0), ("avg_width", "integer", 0), ("n_distinct", "real", 0), ("most_common_vals", "text", 0), ("most_common_freqs", "real[]", 0),
        ("histogram_bounds", "text", 0), ("correlation", "real", 0), ("most_common_elems", "text", 0), ("most_common_elem_freqs", "real[]", 0),
        ("elem_count_histogram", "real[]", 0), ("range_length_histogram", "text", 17), ("range_empty_frac", "real", 17), ("range_bounds_histogram", "text", 17),
    ];

    /// <summary>The statistics by schema and name; those of columns that the role may not read are not among them.</summary>
    public static async Task<IReadOnlyList<PgRelationStatistics>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var columns = (await ReadColumnsAsync(session, cancellationToken).ConfigureAwait(false)).ToLookup(column => column.Relation, column => column.Statistics);
        return await session.QueryAsync(
            $"""
            SELECT c.oid, n.nspname::text, c.relname::text, c.relkind, c.relpages::text, c.reltuples::text, c.relallvisible::text, {session.Since(18, "c.relallfrozen::text", "NULL::text")},
                (SELECT m.oid FROM pg_catalog.pg_class m WHERE m.oid = coalesce(i.indrelid, c.oid) AND m.relkind = 'm')
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
            WHERE c.relkind IN ('r', 'p', 'm', 'f', 'i', 'I') AND c.relpersistence <> 't' AND {UserObjects.Condition("pg_class", "c.oid")}
            ORDER BY n.nspname, c.relname
            """,
            row => new PgRelationStatistics
            {
                Address = new(SystemCatalog.Relation, row.GetFieldValue<uint>(0)),
                Schema = row.GetString(1),
                Name = row.GetString(2),
                Kind = row.GetChar(3),
                Values = [.. Values(row, 4, [("relpages", "integer"), ("reltuples", "real"), ("relallvisible", "integer"), ("relallfrozen", "integer")])],
                MaterializedViewOid = row.IsDBNull(8) ? null : row.GetFieldValue<uint>(8),
                Columns = [.. columns[row.GetFieldValue<uint>(0)]],
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static Task<List<(uint Relation, PgAttributeStatistics Statistics)>> ReadColumnsAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var known = Statistics.Where(one => session.ServerVersion / 10_000 >= one.Since).ToArray();
        return session.QueryAsync(
            $"""
            SELECT c.oid, a.attname::text, a.attnum::int, s.inherited, {string.Join(", ", known.Select(one => $"s.{one.Name}::text"))}
            FROM pg_catalog.pg_stats s
            JOIN pg_catalog.pg_namespace n ON n.nspname = s.schemaname
            JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = s.tablename
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = s.attname
            WHERE c.relpersistence <> 't' AND {UserObjects.Condition("pg_class", "c.oid")}
            ORDER BY s.attname, s.inherited
            """,
            row => (row.GetFieldValue<uint>(0), new PgAttributeStatistics(
                row.GetString(1), row.GetInt32(2), row.GetBoolean(3), [.. Values(row, 4, known.Select(one => (one.Name, one.Type)))])),
            cancellationToken);
    }

    private static IEnumerable<PgStatistic> Values(NpgsqlDataReader row, int first, IEnumerable<(string Name, string Type)> columns)
    {
        foreach (var (name, type) in columns)
        {
            if (!row.IsDBNull(first)) yield return new(name, type, row.GetString(first));
            first++;
        }
    }
}
