using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0011: a function that finds its objects by its caller's search path.</summary>
internal sealed class FunctionSearchPathMutable : ComplianceCheck
{
    public override string Name => "function_search_path_mutable";

    public override FindingSeverity Severity => FindingSeverity.Warning;

    // A body of parsed SQL (PostgreSQL 14) is bound when it is made. Aggregates take no settings.
    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT p.oid::regprocedure::text
        FROM pg_catalog.pg_proc p
        JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        WHERE p.prokind <> 'a' AND {LintSql.IsOwn} AND {UserObjects.IsNoMember("pg_proc", "p.oid")}
          AND {session.Since(14, "p.prosqlbody IS NULL", "true")}
          AND NOT EXISTS (SELECT FROM unnest(p.proconfig) s WHERE s LIKE 'search\_path=%')
        ORDER BY 1
        """,
        row => Finding(
            row.GetString(0),
            "The function looks its objects up in its caller's search_path, so that a caller can put others in their place.",
            "Set its search_path, and write its objects' schemas where they are not pg_catalog's.",
            $"ALTER ROUTINE {row.GetString(0)} SET search_path = '';"),
        cancellationToken);
}
