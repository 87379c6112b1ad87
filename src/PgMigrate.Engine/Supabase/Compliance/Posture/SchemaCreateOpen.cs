using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Roles that own nothing may put objects of their own in a schema that others look in: PostgreSQL's default for public before 15.</summary>
internal sealed class SchemaCreateOpen : ComplianceCheck
{
    public override string Name => "schema_create_open";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    // A schema without grants has its owner's only; public's own come with the database.
    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT format('%I', s.nspname), string_agg(s.grantee, ', ' ORDER BY s.grantee)
        FROM (SELECT DISTINCT n.nspname, coalesce(r.rolname::text, 'PUBLIC') AS grantee
              FROM pg_catalog.pg_namespace n
              CROSS JOIN LATERAL aclexplode(n.nspacl) x
              LEFT JOIN pg_catalog.pg_roles r ON r.oid = x.grantee
              WHERE x.privilege_type = 'CREATE' AND (x.grantee = 0 OR r.rolname IN ('anon', 'authenticated')) AND {LintSql.IsOwn}) s
        GROUP BY s.nspname
        ORDER BY s.nspname
        """,
        row => Finding(
            row.GetString(0),
            $"{row.GetString(1)} may create objects in the schema, and so put some in the way of other roles' search_path.",
            "Revoke CREATE on the schema.",
            $"REVOKE CREATE ON SCHEMA {row.GetString(0)} FROM {row.GetString(1)};"),
        cancellationToken);
}
