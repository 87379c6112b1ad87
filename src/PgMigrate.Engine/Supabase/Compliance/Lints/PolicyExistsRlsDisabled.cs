using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0007: a table has policies that nobody enforces.</summary>
internal sealed class PolicyExistsRlsDisabled : ComplianceCheck
{
    public override string Name => "policy_exists_rls_disabled";

    public override FindingSeverity Severity => FindingSeverity.Error;

    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT {LintSql.Relation}, string_agg(format('%I', o.polname), ', ' ORDER BY o.polname)
        FROM pg_catalog.pg_policy o
        JOIN pg_catalog.pg_class c ON c.oid = o.polrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT c.relrowsecurity AND {LintSql.IsOwn} AND {UserObjects.IsNoMember("pg_class", "c.oid")}
        GROUP BY n.nspname, c.relname
        ORDER BY n.nspname, c.relname
        """,
        row => Finding(
            row.GetString(0),
            $"The table has policies ({row.GetString(1)}), but its row-level security is off and nothing enforces them.",
            "Enable row-level security on the table.",
            $"ALTER TABLE {row.GetString(0)} ENABLE ROW LEVEL SECURITY;"),
        cancellationToken);
}
