using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>The Data API's roles may reach the users' accounts themselves.</summary>
internal sealed class AuthTableGranted : ComplianceCheck
{
    public override string Name => "auth_table_granted";

    public override FindingSeverity Severity => FindingSeverity.Error;

    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT t.name, t.reachers
        FROM (SELECT c.relname, {LintSql.Relation} AS name, {LintSql.ReachedBy} AS reachers
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              WHERE n.nspname = 'auth' AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relrowsecurity) t
        WHERE t.reachers IS NOT NULL
        ORDER BY t.relname
        """,
        row => Finding(
            row.GetString(0),
            $"{row.GetString(1)} may reach this table of the users' accounts, and its row-level security is off.",
            "Revoke what was granted on it; views and functions of your own can show what may be seen.",
            $"REVOKE ALL ON {row.GetString(0)} FROM PUBLIC, anon, authenticated;"),
        cancellationToken);
}
