namespace PgMigrate.Engine.Catalog;

/// <summary>Reads which large objects there are.</summary>
internal static class LargeObjectsQuery
{
    /// <summary>The large objects by OID.</summary>
    public static Task<List<PgLargeObject>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        // There may be millions of them, of few owners.
        var owners = new Dictionary<string, string>();
        return session.QueryAsync(
            $"""
            SELECT l.oid, pg_catalog.pg_get_userbyid(l.lomowner)::text
            FROM pg_catalog.pg_largeobject_metadata l
            WHERE {UserObjects.IsNoMember("pg_largeobject", "l.oid")}
            ORDER BY l.oid
            """,
            row => PgLargeObject.Of(row.GetFieldValue<uint>(0), One(row.GetString(1))),
            cancellationToken);

        string One(string owner) => owners.TryGetValue(owner, out var known) ? known : owners[owner] = owner;
    }
}
