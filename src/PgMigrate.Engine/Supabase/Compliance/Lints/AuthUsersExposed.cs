using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0002: a view shows the users' accounts to the Data API without their own row-level security.</summary>
internal sealed class AuthUsersExposed : ComplianceCheck
{
    public override string Name => "auth_users_exposed";

    public override FindingSeverity Severity => FindingSeverity.Error;

    // A view that asks with its reader's rights is safe only where auth.users guards its rows itself.
    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT v.name, v.readers
        FROM (SELECT c.oid, n.nspname, c.relname, {LintSql.Relation} AS name, {LintSql.ReadBy} AS readers
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_catalog.pg_rewrite w ON w.ev_class = c.oid
              JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = w.oid
                                         AND d.refclassid = 'pg_catalog.pg_class'::regclass
              JOIN pg_catalog.pg_class users ON users.oid = d.refobjid AND users.relname = 'users'
              JOIN pg_catalog.pg_namespace auth ON auth.oid = users.relnamespace AND auth.nspname = 'auth'
              WHERE {LintSql.IsExposed}
                AND (c.relkind = 'm' OR c.relkind = 'v' AND NOT ({LintSql.IsSecurityInvoker} AND users.relrowsecurity))
              GROUP BY c.oid, n.oid, n.nspname, c.relname) v
        WHERE v.readers IS NOT NULL
        ORDER BY v.nspname, v.relname
        """,
        row => Finding(
            row.GetString(0),
            $"The view reads auth.users, and {row.GetString(1)} may read it over the Data API.",
            "Revoke SELECT from the API's roles, or keep what may be seen of a user in a table of your own.",
            $"REVOKE SELECT ON {row.GetString(0)} FROM anon, authenticated;"),
        cancellationToken);
}
