using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads extensions; not those that initdb made.</summary>
internal static class ExtensionsQuery
{
    /// <summary>The extensions by name.</summary>
    public static async Task<IReadOnlyList<PgExtension>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var extensions = await session.QueryAsync(
            """
            SELECT x.oid, x.extname::text, pg_catalog.pg_get_userbyid(x.extowner)::text, n.nspname::text, x.extversion,
                   coalesce(x.extconfig, ARRAY[]::oid[])
            FROM pg_catalog.pg_extension x JOIN pg_catalog.pg_namespace n ON n.oid = x.extnamespace
            WHERE x.oid >= 16384
            ORDER BY x.extname
            """,
            row => (Configuration: row.GetFieldValue<uint[]>(5), Extension: Read(row)),
            cancellationToken).ConfigureAwait(false);
        if (extensions.All(row => row.Configuration.Length == 0)) return extensions.ConvertAll(row => row.Extension);

        var tables = await ReadTablesAsync(session, cancellationToken).ConfigureAwait(false);
        var sequences = await SequencesQuery.ReadConfigurationAsync(session, cancellationToken).ConfigureAwait(false);
        return extensions.ConvertAll(row => row.Extension with
        {
            ConfigurationTables = [.. tables[row.Extension.Address.Oid]],
            ConfigurationSequences = [.. sequences.Where(sequence => row.Configuration.Contains(sequence.Oid))],
        });
    }

    private static async Task<ILookup<uint, PgConfigurationTable>> ReadTablesAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        // Where views or foreign tables are named there are no rows of the database's own.
        const string Sql = """
            SELECT c.oid, n.nspname::text, c.relname::text, pg_catalog.pg_get_userbyid(c.relowner)::text, x.oid,
                   ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
                         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum),
                   nullif(config.condition, ''), referenced.schemas, referenced.names
            FROM pg_catalog.pg_extension x
            CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(x.extconfig), pg_catalog.unnest(x.extcondition))
                WITH ORDINALITY AS config (relation, condition, place)
            JOIN pg_catalog.pg_class c ON c.oid = config.relation
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL (
                SELECT coalesce(pg_catalog.array_agg(rn.nspname::text ORDER BY f.conname), ARRAY[]::text[]) AS schemas,
                       coalesce(pg_catalog.array_agg(r.relname::text ORDER BY f.conname), ARRAY[]::text[]) AS names
                FROM pg_catalog.pg_constraint f
                JOIN pg_catalog.pg_class r ON r.oid = f.confrelid JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace
                WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid) referenced
            WHERE c.relkind IN ('r', 'p')
            ORDER BY x.extname, config.place
            """;
        var rows = await session.QueryAsync(
            Sql, row => (Extension: row.GetFieldValue<uint>(4), Table: ReadTable(row)), cancellationToken).ConfigureAwait(false);
        return rows.ToLookup(row => row.Extension, row => row.Table);
    }

    private static PgExtension Read(NpgsqlDataReader row) => new()
    {
        Address = row.Address(SystemCatalog.Extension),
        Name = row.GetString(1),
        Owner = row.GetString(2),
        MemberSchema = row.GetString(3),
        Version = row.GetString(4),
    };

    private static PgConfigurationTable ReadTable(NpgsqlDataReader row) => new()
    {
        Address = row.Address(SystemCatalog.Relation),
        Schema = row.GetString(1),
        Name = row.GetString(2),
        Owner = row.GetString(3),
        Columns = row.GetFieldValue<string[]>(5),
        Condition = row.Text(6),
        ReferencedTables = [.. row.GetFieldValue<string[]>(7).Zip(row.GetFieldValue<string[]>(8), (schema, name) => new QualifiedName(schema, name))],
    };
}
