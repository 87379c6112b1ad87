using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>What will be made later is open to the Data API from the start.</summary>
internal sealed class DefaultPrivilegesOpen : ComplianceCheck
{
    public override string Name => "default_privileges_open";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    // The platform's own roles make nothing of the user's, and he cannot change their defaults.
    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync("""
        SELECT d.owner, d.kind, d.schema, string_agg(DISTINCT d.grantee, ', ' ORDER BY d.grantee)
        FROM (SELECT format('%I', o.rolname) AS owner, quote_ident(n.nspname) AS schema,
                     CASE a.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'n' THEN 'SCHEMAS' END AS kind,
                     coalesce(g.rolname::text, 'PUBLIC') AS grantee
              FROM pg_catalog.pg_default_acl a
              JOIN pg_catalog.pg_roles o ON o.oid = a.defaclrole
              LEFT JOIN pg_catalog.pg_namespace n ON n.oid = a.defaclnamespace
              CROSS JOIN LATERAL aclexplode(a.defaclacl) x
              LEFT JOIN pg_catalog.pg_roles g ON g.oid = x.grantee
              WHERE (x.grantee = 0 OR g.rolname IN ('anon', 'authenticated')) AND o.rolname !~ '^supabase_'
                AND (n.oid IS NULL OR n.nspname = ANY (string_to_array(current_setting('pgrst.db_schemas'), ',')))
                AND a.defaclobjtype IN ('r', 'S', 'f', 'n')
                -- That everyone may execute functions is PostgreSQL's own default.
                AND NOT (n.oid IS NULL AND a.defaclobjtype = 'f' AND x.grantee = 0)) d
        GROUP BY d.owner, d.kind, d.schema
        ORDER BY d.owner, d.schema NULLS FIRST, d.kind
        """,
        row => Describe(row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.GetString(3)),
        cancellationToken);

    private AssessmentFinding Describe(string owner, string kind, string? schema, string grantees) => Finding(
        schema is null ? owner : $"{owner} in {schema}",
        $"All {kind.ToLowerInvariant()} that {owner} makes {(schema is null ? "" : $"in {schema} ")}later are granted to {grantees} from the start.",
        "Revoke the default, and grant by hand what the Data API shall serve.",
        $"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} {(schema is null ? "" : $"IN SCHEMA {schema} ")}REVOKE ALL ON {kind} FROM {grantees};");
}
