using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0013: a table that the Data API serves whole, because its row-level security is off.</summary>
internal sealed class RlsDisabledInPublic : ComplianceCheck
{
    public override string Name => "rls_disabled_in_public";

    public override FindingSeverity Severity => FindingSeverity.Error;

    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT t.name, t.reachers
        FROM (SELECT n.nspname, c.relname, {LintSql.Relation} AS name, {LintSql.ReachedBy} AS reachers
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              WHERE c.relkind IN ('r', 'p') AND NOT c.relrowsecurity AND {LintSql.IsExposed} AND {UserObjects.IsNoMember("pg_class", "c.oid")}) t
        WHERE t.reachers IS NOT NULL
        ORDER BY t.nspname, t.relname
        """,
        row => Finding(
            row.GetString(0),
            $"The Data API serves every row of the table to {row.GetString(1)}, because its row-level security is off.",
            "Enable row-level security, and make policies for who shall see rows.",
            $"ALTER TABLE {row.GetString(0)} ENABLE ROW LEVEL SECURITY;"),
        cancellationToken);
}
