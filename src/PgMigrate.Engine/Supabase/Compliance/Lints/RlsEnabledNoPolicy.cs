using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0008: row-level security is on, and no policy lets anyone in.</summary>
internal sealed class RlsEnabledNoPolicy : ComplianceCheck
{
    public override string Name => "rls_enabled_no_policy";

    public override FindingSeverity Severity => FindingSeverity.Information;

    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT {LintSql.Relation}
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND c.relrowsecurity AND {LintSql.IsOwn} AND {UserObjects.IsNoMember("pg_class", "c.oid")}
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_policy o WHERE o.polrelid = c.oid)
        ORDER BY n.nspname, c.relname
        """,
        row => Finding(
            row.GetString(0),
            "Row-level security is on and there is no policy, so that only the owner and roles that bypass it see rows.",
            "Make a policy for each role that shall see rows, or leave it so where none shall."),
        cancellationToken);
}
