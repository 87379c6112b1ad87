using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Looks for what a role sees of the schema through pg_graphql's introspection: every relation of which it may read a column.</summary>
internal abstract class GraphqlObjectCheck : ComplianceCheck
{
    public override FindingSeverity Severity => FindingSeverity.Warning;

    protected abstract string Role { get; }

    // pg_graphql shows tables, views, materialized views and foreign tables; of a partitioned table it shows the partitions.
    public override Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT {LintSql.Relation}
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_roles r ON r.rolname = '{Role}'
        WHERE c.relkind IN ('r', 'v', 'm', 'f') AND {LintSql.IsOwn} AND c.relpersistence <> 't'
          AND EXISTS (SELECT FROM pg_catalog.pg_extension e WHERE e.extname = 'pg_graphql')
          AND has_any_column_privilege(r.oid, c.oid, 'SELECT')
        ORDER BY n.nspname, c.relname
        """,
        row => Finding(
            row.GetString(0),
            $"{Role} sees the relation and its columns in the GraphQL schema, whatever its row-level security says.",
            $"Revoke SELECT from {Role} where the relation shall not be known.",
            $"REVOKE SELECT ON {row.GetString(0)} FROM {Role};"),
        cancellationToken);
}
