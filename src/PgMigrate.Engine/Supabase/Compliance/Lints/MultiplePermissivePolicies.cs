using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0006: several permissive policies for one role and command, each of which every query must evaluate.</summary>
internal sealed class MultiplePermissivePolicies : PerformanceCheck
{
    public override string Name => "multiple_permissive_policies";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    // One finding names all the roles that meet the same policies: a policy for PUBLIC would else be told once for each role.
    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT m.name, m.command, m.policies, string_agg(m.rolname, ', ' ORDER BY m.rolname)
        FROM (SELECT n.nspname, c.relname, {LintSql.Relation} AS name, v.command, r.rolname::text AS rolname,
                     string_agg(format('%I', o.polname), ', ' ORDER BY o.polname) AS policies
              FROM pg_catalog.pg_policy o
              JOIN pg_catalog.pg_class c ON c.oid = o.polrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              JOIN (VALUES ('r', 'SELECT'), ('a', 'INSERT'), ('w', 'UPDATE'), ('d', 'DELETE')) v (code, command)
                ON o.polcmd = '*' OR o.polcmd::text = v.code
              JOIN pg_catalog.pg_roles r ON r.oid = ANY (o.polroles) OR o.polroles = ARRAY[0::oid]
              WHERE o.polpermissive AND {LintSql.IsOwn} AND {UserObjects.IsNoMember("pg_class", "c.oid")}
                AND NOT r.rolbypassrls AND NOT r.rolsuper AND r.rolname !~ '^pg_' AND r.rolname !~ '^supabase_.*admin$'
              GROUP BY n.nspname, c.relname, v.command, r.rolname
              HAVING count(*) > 1) m
        GROUP BY m.nspname, m.relname, m.name, m.command, m.policies
        ORDER BY m.nspname, m.relname, m.command, m.policies
        """,
        row => Finding(
            row.GetString(0),
            $"Every {row.GetString(1)} of {row.GetString(3)} evaluates all of the permissive policies {row.GetString(2)}.",
            "Make one policy of them, with OR between their conditions."),
        cancellationToken);
}
