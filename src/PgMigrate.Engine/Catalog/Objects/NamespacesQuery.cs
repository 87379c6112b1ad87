namespace PgMigrate.Engine.Catalog;

/// <summary>Reads the schemas that are not the system's own.</summary>
internal static class NamespacesQuery
{
    /// <summary>The schemas by name.</summary>
    public static Task<List<PgNamespace>> ReadAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        """
        SELECT n.oid, n.nspname::text, pg_catalog.pg_get_userbyid(n.nspowner)::text
        FROM pg_catalog.pg_namespace n
        WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgmigrate')
        ORDER BY n.nspname
        """,
        row => new PgNamespace { Address = new(SystemCatalog.Schema, row.GetFieldValue<uint>(0)), Name = row.GetString(1), Owner = row.GetString(2) },
        cancellationToken);
}
