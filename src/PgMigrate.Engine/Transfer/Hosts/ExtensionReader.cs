using Npgsql;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Transfer;

/// <summary>Reads which extensions a database has, and what they brought.</summary>
internal static class ExtensionReader
{
    private const string Sql = """
        SELECT e.extname::text, n.nspname::text, pg_catalog.pg_has_role(e.extowner, 'USAGE'), s.nspname::text, m.name::text
        FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
            LEFT JOIN (pg_catalog.pg_depend d JOIN (
                SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass::oid AS class, oid, pronamespace AS namespace, proname AS name FROM pg_catalog.pg_proc
                UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, oid, typnamespace, typname FROM pg_catalog.pg_type
                UNION ALL SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, oid, relnamespace, relname FROM pg_catalog.pg_class
                UNION ALL SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass, oid, oprnamespace, oprname FROM pg_catalog.pg_operator
                UNION ALL SELECT 'pg_catalog.pg_opclass'::pg_catalog.regclass, oid, opcnamespace, opcname FROM pg_catalog.pg_opclass
                UNION ALL SELECT 'pg_catalog.pg_opfamily'::pg_catalog.regclass, oid, opfnamespace, opfname FROM pg_catalog.pg_opfamily
                UNION ALL SELECT 'pg_catalog.pg_collation'::pg_catalog.regclass, oid, collnamespace, collname FROM pg_catalog.pg_collation
                UNION ALL SELECT 'pg_catalog.pg_ts_config'::pg_catalog.regclass, oid, cfgnamespace, cfgname FROM pg_catalog.pg_ts_config
                UNION ALL SELECT 'pg_catalog.pg_ts_dict'::pg_catalog.regclass, oid, dictnamespace, dictname FROM pg_catalog.pg_ts_dict
                UNION ALL SELECT 'pg_catalog.pg_ts_parser'::pg_catalog.regclass, oid, prsnamespace, prsname FROM pg_catalog.pg_ts_parser
                UNION ALL SELECT 'pg_catalog.pg_ts_template'::pg_catalog.regclass, oid, tmplnamespace, tmplname FROM pg_catalog.pg_ts_template
            ) m ON m.class = d.classid AND m.oid = d.objid JOIN pg_catalog.pg_namespace s ON s.oid = m.namespace)
            ON d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.refobjid = e.oid AND d.deptype = 'e'
        WHERE $1::text IS NULL OR e.extname = $1
        """;

    /// <summary>The extensions by name; of that name where one is given.</summary>
    public static async Task<Dictionary<string, InstalledExtension>> ReadAsync(NpgsqlConnection connection, string? name, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, (string Schema, bool IsOwn, HashSet<QualifiedName> Members)>();
        using var command = new NpgsqlCommand(Sql, connection) { Parameters = { new() { Value = (object?)name ?? DBNull.Value, DataTypeName = "text" } } };
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (!found.TryGetValue(reader.GetString(0), out var extension)) found.Add(reader.GetString(0), extension = (reader.GetString(1), reader.GetBoolean(2), []));
                if (!reader.IsDBNull(3)) extension.Members.Add(new(reader.GetString(3), reader.GetString(4)));
            }
        }

        return found.ToDictionary(pair => pair.Key, pair => new InstalledExtension(pair.Value.Schema, pair.Value.IsOwn, pair.Value.Members));
    }
}
