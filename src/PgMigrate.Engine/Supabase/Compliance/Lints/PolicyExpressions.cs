using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Reads the policies of the user's own tables with their expressions as the server prints them.</summary>
internal static class PolicyExpressions
{
    public static Task<List<TablePolicy>> ReadAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync($"""
        SELECT {LintSql.Relation}, o.polname::text, o.polcmd, o.polpermissive, c.relrowsecurity,
               pg_get_expr(o.polqual, o.polrelid), pg_get_expr(o.polwithcheck, o.polrelid),
               ARRAY(SELECT coalesce(r.rolname::text, 'PUBLIC') FROM unnest(o.polroles) x LEFT JOIN pg_catalog.pg_roles r ON r.oid = x ORDER BY 1)
        FROM pg_catalog.pg_policy o
        JOIN pg_catalog.pg_class c ON c.oid = o.polrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE {LintSql.IsOwn} AND {UserObjects.IsNoMember("pg_class", "c.oid")}
        ORDER BY n.nspname, c.relname, o.polname
        """,
        row => new TablePolicy(
            row.GetString(0),
            row.GetString(1),
            row.GetChar(2),
            row.GetBoolean(3),
            row.GetBoolean(4),
            row.IsDBNull(5) ? null : row.GetString(5),
            row.IsDBNull(6) ? null : row.GetString(6),
            row.GetFieldValue<string[]>(7)),
        cancellationToken);
}
