using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Looks for functions that a role of the Data API may call and that then work with their owner's rights.</summary>
internal abstract class SecurityDefinerFunctionCheck : ComplianceCheck
{
    public override FindingSeverity Severity => FindingSeverity.Warning;

    protected abstract string Role { get; }

    // Nobody can call a trigger's function.
    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT p.oid::regprocedure::text
        FROM pg_catalog.pg_proc p
        JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        JOIN pg_catalog.pg_roles r ON r.rolname = '{Role}'
        WHERE p.prosecdef AND p.prorettype <> ALL (ARRAY['trigger', 'event_trigger']::regtype[]) AND {LintSql.IsExposed} AND {UserObjects.IsNoMember("pg_proc", "p.oid")}
          AND has_schema_privilege(r.oid, n.oid, 'USAGE') AND has_function_privilege(r.oid, p.oid, 'EXECUTE')
        ORDER BY 1
        """,
        row => Finding(
            row.GetString(0),
            $"{Role} may call the function over the Data API, and it works with its owner's rights, past row-level security.",
            "Revoke EXECUTE, or let the function work with its caller's rights.",
            $"REVOKE EXECUTE ON ROUTINE {row.GetString(0)} FROM PUBLIC, {Role};"),
        cancellationToken);
}
