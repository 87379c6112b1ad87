namespace PgMigrate.Engine.Catalog;

/// <summary>Reads which objects were made to go with an extension that they are no members of (ALTER … DEPENDS ON EXTENSION).</summary>
internal static class ExtensionDependenciesQuery
{
    /// <summary>The extensions' names by object, in order.</summary>
    public static async Task<ILookup<ObjectAddress, string>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT d.classid, d.objid, e.extname::text
            FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
            WHERE d.deptype = 'x' AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
            ORDER BY d.classid, d.objid, e.extname
            """;
        var rows = await session.QueryAsync(
            Sql, row => (Address: new ObjectAddress(row.GetFieldValue<uint>(0), row.GetFieldValue<uint>(1)), Name: row.GetString(2)), cancellationToken)
            .ConfigureAwait(false);
        return rows.ToLookup(row => row.Address, row => row.Name);
    }
}
