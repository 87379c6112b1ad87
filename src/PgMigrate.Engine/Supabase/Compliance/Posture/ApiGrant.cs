using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>What the Data API's roles may do with each relation that it serves, row by row as far as policies let them.</summary>
internal sealed class ApiGrant : ComplianceCheck
{
    public override string Name => "api_grant";

    public override FindingSeverity Severity => FindingSeverity.Information;

    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT g.name, string_agg(format('%s may %s', g.rolname, g.privileges), '; ' ORDER BY g.rolname), string_agg(g.rolname, ', ' ORDER BY g.rolname)
        FROM (SELECT n.nspname, c.relname, {LintSql.Relation} AS name, r.rolname::text AS rolname,
                     concat_ws(', ',
                         CASE WHEN has_any_column_privilege(r.oid, c.oid, 'SELECT') THEN 'SELECT' END,
                         CASE WHEN has_any_column_privilege(r.oid, c.oid, 'INSERT') THEN 'INSERT' END,
                         CASE WHEN has_any_column_privilege(r.oid, c.oid, 'UPDATE') THEN 'UPDATE' END,
                         CASE WHEN has_table_privilege(r.oid, c.oid, 'DELETE') THEN 'DELETE' END,
                         CASE WHEN has_table_privilege(r.oid, c.oid, 'TRUNCATE') THEN 'TRUNCATE' END) AS privileges
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_catalog.pg_roles r ON r.rolname IN ('anon', 'authenticated') AND has_schema_privilege(r.oid, n.oid, 'USAGE')
              WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND {LintSql.IsExposed} AND {UserObjects.IsNoMember("pg_class", "c.oid")}) g
        WHERE g.privileges <> ''
        GROUP BY g.nspname, g.relname, g.name
        ORDER BY g.nspname, g.relname
        """,
        row => Finding(
            row.GetString(0),
            $"{row.GetString(1)}, as far as row-level security lets them; it does not concern TRUNCATE.",
            "Revoke what the Data API's roles do not need.",
            $"REVOKE ALL ON {row.GetString(0)} FROM {row.GetString(2)};"),
        cancellationToken);
}
