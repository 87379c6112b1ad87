using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0010: a view that the Data API serves and that looks with its owner's rights, past row-level security.</summary>
internal sealed class SecurityDefinerView : ComplianceCheck
{
    public override string Name => "security_definer_view";

    public override FindingSeverity Severity => FindingSeverity.Error;

    // security_invoker came with PostgreSQL 15; an older server's views have no other way than their owner's rights.
    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT v.name, v.readers
        FROM (SELECT n.nspname, c.relname, {LintSql.Relation} AS name, {LintSql.ReadBy} AS readers
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              WHERE c.relkind = 'v' AND NOT {LintSql.IsSecurityInvoker} AND {LintSql.IsExposed} AND {UserObjects.IsNoMember("pg_class", "c.oid")}) v
        WHERE v.readers IS NOT NULL
        ORDER BY v.nspname, v.relname
        """,
        row => Finding(
            row.GetString(0),
            $"The view reads its tables with its owner's rights, past their row-level security, and {row.GetString(1)} may read it over the Data API.",
            session.Since(15, "Let it ask with its reader's rights.", "Revoke SELECT from the API's roles, or move to PostgreSQL 15, where a view can ask with its reader's rights."),
            session.Since(15, $"ALTER VIEW {row.GetString(0)} SET (security_invoker = true);", $"REVOKE SELECT ON {row.GetString(0)} FROM anon, authenticated;")),
        cancellationToken);
}
