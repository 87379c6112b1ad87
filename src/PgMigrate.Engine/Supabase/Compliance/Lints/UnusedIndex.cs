using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0005: an index that was never used since the statistics began.</summary>
internal sealed class UnusedIndex : PerformanceCheck
{
    public override string Name => "unused_index";

    public override FindingSeverity Severity => FindingSeverity.Information;

    // What keeps rows apart works without being scanned.
    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT format('%I.%I', n.nspname, x.relname), {LintSql.Relation}
        FROM pg_catalog.pg_stat_user_indexes s
        JOIN pg_catalog.pg_index i ON i.indexrelid = s.indexrelid
        JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
        JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE s.idx_scan = 0 AND NOT i.indisunique AND NOT i.indisexclusion AND NOT i.indisreplident
          AND {LintSql.IsOwn} AND {UserObjects.IsNoMember("pg_class", "c.oid")}
        ORDER BY n.nspname, x.relname
        """,
        row => Finding(
            row.GetString(0),
            $"No query has used this index of {row.GetString(1)} since the server's statistics were last reset.",
            "Drop it once the statistics cover a whole business cycle, on every replica too.",
            $"DROP INDEX {row.GetString(0)};"),
        cancellationToken);
}
