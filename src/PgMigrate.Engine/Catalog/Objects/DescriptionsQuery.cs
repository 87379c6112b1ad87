using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads comments and security labels, of all kinds of objects at once.</summary>
internal static class DescriptionsQuery
{
    /// <summary>
    /// The comments by object; those of the system's own objects only where they are not what initdb wrote, which is told by the OID,
    /// but for large objects, whose OIDs are the user's choice.
    /// </summary>
    public static async Task<IReadOnlyDictionary<ObjectAddress, string>> ReadCommentsAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT d.classoid, d.objoid, d.objsubid, d.description
            FROM pg_catalog.pg_description d
            WHERE d.objoid >= 16384 OR d.classoid IN ('pg_catalog.pg_namespace'::pg_catalog.regclass, 'pg_catalog.pg_largeobject'::pg_catalog.regclass)
            UNION ALL
            SELECT s.classoid, s.objoid, 0, s.description
            FROM pg_catalog.pg_shdescription s JOIN pg_catalog.pg_database b ON b.oid = s.objoid
            WHERE s.classoid = 'pg_catalog.pg_database'::pg_catalog.regclass AND b.datname = pg_catalog.current_database()
            """;
        var rows = await session.QueryAsync(Sql, row => (Address: Address(row), Text: row.GetString(3)), cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(row => row.Address, row => row.Text);
    }

    /// <summary>The security labels by object, each with its provider, in the providers' order.</summary>
    public static async Task<ILookup<ObjectAddress, (string Provider, string Label)>> ReadSecurityLabelsAsync(
        CatalogSession session, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT l.classoid, l.objoid, l.objsubid, l.provider, l.label
            FROM pg_catalog.pg_seclabel l
            UNION ALL
            SELECT s.classoid, s.objoid, 0, s.provider, s.label
            FROM pg_catalog.pg_shseclabel s JOIN pg_catalog.pg_database b ON b.oid = s.objoid
            WHERE s.classoid = 'pg_catalog.pg_database'::pg_catalog.regclass AND b.datname = pg_catalog.current_database()
            ORDER BY 1, 2, 3, 4
            """;
        var rows = await session.QueryAsync(
            Sql, row => (Address: Address(row), Label: (row.GetString(3), row.GetString(4))), cancellationToken).ConfigureAwait(false);
        return rows.ToLookup(row => row.Address, row => row.Label);
    }

    private static ObjectAddress Address(NpgsqlDataReader row) => new(row.GetFieldValue<uint>(0), row.GetFieldValue<uint>(1), row.GetInt32(2));
}
