using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Looks for relations of one kind that the Data API serves and that row-level security cannot guard.</summary>
internal abstract class ApiRelationCheck : ComplianceCheck
{
    public override FindingSeverity Severity => FindingSeverity.Warning;

    /// <summary>The kind as pg_class.relkind has it.</summary>
    protected abstract char Kind { get; }

    protected abstract string KindName { get; }

    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT t.name, t.readers
        FROM (SELECT n.nspname, c.relname, {LintSql.Relation} AS name, {LintSql.ReadBy} AS readers
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              WHERE c.relkind = '{Kind}' AND {LintSql.IsExposed} AND {UserObjects.IsNoMember("pg_class", "c.oid")}) t
        WHERE t.readers IS NOT NULL
        ORDER BY t.nspname, t.relname
        """,
        row => Finding(
            row.GetString(0),
            $"{row.GetString(1)} may read the {KindName} over the Data API, and a {KindName} has no row-level security.",
            "Revoke SELECT from the API's roles, or move it to a schema that the Data API does not serve.",
            $"REVOKE SELECT ON {row.GetString(0)} FROM anon, authenticated;"),
        cancellationToken);
}
