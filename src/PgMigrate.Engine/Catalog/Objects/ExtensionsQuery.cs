using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads extensions; not those that initdb made.</summary>
internal static class ExtensionsQuery
{
    /// <summary>The extensions by name.</summary>
    public static async Task<IReadOnlyList<PgExtension>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var tables = (await session.QueryAsync(
            """
            SELECT c.oid, n.nspname::text, c.relname::text, pg_catalog.pg_get_userbyid(c.relowner)::text, x.oid, c.relkind = 'S',
                   ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
                         WHERE a.attrelid = c.oid AND c.relkind <> 'S' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum),
                   nullif(config.condition, ''),
                   ARRAY(SELECT DISTINCT f.confrelid FROM pg_catalog.pg_constraint f
                         WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid ORDER BY 1)
            FROM pg_catalog.pg_extension x
            CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(x.extconfig), pg_catalog.unnest(x.extcondition))
                WITH ORDINALITY AS config (relation, condition, place)
            JOIN pg_catalog.pg_class c ON c.oid = config.relation
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'S')
            ORDER BY x.extname, config.place
            """,
            row => (Extension: row.GetFieldValue<uint>(4), Table: ReadTable(row)),
            cancellationToken).ConfigureAwait(false)).ToLookup(row => row.Extension, row => row.Table);
        return await session.QueryAsync(
            """
            SELECT x.oid, x.extname::text, pg_catalog.pg_get_userbyid(x.extowner)::text, n.nspname::text, x.extversion
            FROM pg_catalog.pg_extension x JOIN pg_catalog.pg_namespace n ON n.oid = x.extnamespace
            WHERE x.oid >= 16384
            ORDER BY x.extname
            """,
            row => new PgExtension
            {
                Address = row.Address(SystemCatalog.Extension),
                Name = row.GetString(1),
                Owner = row.GetString(2),
                MemberSchema = row.GetString(3),
                Version = row.GetString(4),
                ConfigurationTables = [.. tables[row.GetFieldValue<uint>(0)]],
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static PgConfigurationTable ReadTable(NpgsqlDataReader row) => new()
    {
        Address = row.Address(SystemCatalog.Relation),
        Schema = row.GetString(1),
        Name = row.GetString(2),
        Owner = row.GetString(3),
        IsSequence = row.GetBoolean(5),
        Columns = row.GetFieldValue<string[]>(6),
        Condition = row.Text(7),
        ReferencedTables = [.. row.GetFieldValue<uint[]>(8).Select(oid => new ObjectAddress(SystemCatalog.Relation, oid))],
    };
}
