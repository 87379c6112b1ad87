using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Lint 0004: a table without a primary key.</summary>
internal sealed class NoPrimaryKey : PerformanceCheck
{
    public override string Name => "no_primary_key";

    public override FindingSeverity Severity => FindingSeverity.Information;

    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT {LintSql.Relation}
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND {LintSql.IsOwn} AND {UserObjects.IsNoMember("pg_class", "c.oid")}
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
        ORDER BY n.nspname, c.relname
        """,
        row => Finding(
            row.GetString(0),
            "The table has no primary key, so that nothing names one row of it.",
            "Add a primary key."),
        cancellationToken);
}
