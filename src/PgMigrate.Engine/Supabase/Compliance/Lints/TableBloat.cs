using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0020: a table whose file is many times what its rows need.</summary>
internal sealed class TableBloat : PerformanceCheck
{
    public override string Name => "table_bloat";

    public override FindingSeverity Severity => FindingSeverity.Information;

    // An estimate from ANALYZE's figures: a row is its header with line pointer (28 bytes, aligned) and the average width of its columns.
    // The lint speaks from 70 times the size and 20 MB on.
    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT b.name, b.pages * b.block, b.needed * b.block
        FROM (SELECT n.nspname, c.relname, {LintSql.Relation} AS name, c.relpages::bigint AS pages, current_setting('block_size')::bigint AS block,
                     greatest(1, ceil(c.reltuples * (28 + w.width) / (current_setting('block_size')::float8 - 24)))::bigint AS needed
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_catalog.pg_am m ON m.oid = c.relam AND m.amname = 'heap'
              CROSS JOIN LATERAL (SELECT sum(8 * ceil(s.avg_width * (1 - s.null_frac) / 8)) AS width
                                  FROM pg_catalog.pg_stats s WHERE s.schemaname = n.nspname AND s.tablename = c.relname) w
              WHERE c.relkind = 'r' AND c.reltuples >= 0 AND w.width IS NOT NULL AND {LintSql.IsOwn}) b
        WHERE b.pages > 70 * b.needed AND (b.pages - b.needed) * b.block > 20 * 1024 * 1024
        ORDER BY b.nspname, b.relname
        """,
        row => Finding(
            row.GetString(0),
            $"The table's file has {Megabytes(row.GetInt64(1))} MB where its rows need about {Megabytes(row.GetInt64(2))} MB.",
            "Rewrite it with VACUUM FULL when nobody needs it, and let autovacuum come earlier.",
            $"VACUUM (FULL, ANALYZE) {row.GetString(0)};"),
        cancellationToken);

    private static long Megabytes(long bytes) => (bytes + (1 << 20) - 1) >> 20;
}
