using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0009: several indexes that are the same but for their names.</summary>
internal sealed class DuplicateIndex : PerformanceCheck
{
    public override string Name => "duplicate_index";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT {LintSql.Relation}, string_agg(format('%I', x.relname), ', ' ORDER BY x.relname)
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
        JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE {LintSql.IsOwn} AND {UserObjects.IsNoMember("pg_class", "c.oid")}
        GROUP BY n.nspname, c.relname, c.oid, x.relam, i.indnkeyatts, i.indkey::text, i.indclass::text, i.indcollation::text, i.indoption::text,
                 i.indisunique, pg_get_expr(i.indexprs, c.oid), pg_get_expr(i.indpred, c.oid), x.reloptions, {session.Since(15, "i.indnullsnotdistinct", "i.indisunique")}
        HAVING count(*) > 1
        ORDER BY n.nspname, c.relname, 2
        """,
        row => Finding(
            row.GetString(0),
            $"The indexes {row.GetString(1)} are the same, and every change of the table writes all of them.",
            "Drop all of them but one."),
        cancellationToken);
}
