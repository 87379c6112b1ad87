using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads the database itself.</summary>
internal static class DatabasePropertiesQuery
{
    public static async Task<PgDatabaseProperties> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var provider = session.Since(15, "d.datlocprovider", "'c'::\"char\"");
        var locale = session.Since(17, "d.datlocale", session.Since(15, "d.daticulocale", "NULL::text"));
        var rules = session.Since(16, "d.daticurules", "NULL::text");
        var version = session.Since(15, "pg_catalog.pg_database_collation_actual_version(d.oid)", "NULL::text");
        var rows = await session.QueryAsync(
            $"""
            SELECT d.oid, d.datname::text, pg_catalog.pg_get_userbyid(d.datdba)::text, pg_catalog.pg_encoding_to_char(d.encoding)::text, {provider},
                   d.datcollate::text, d.datctype::text, {locale}::text, {rules}::text, t.spcname::text, d.datconnlimit, d.datistemplate, d.datallowconn,
                   coalesce((SELECT s.setconfig FROM pg_catalog.pg_db_role_setting s WHERE s.setdatabase = d.oid AND s.setrole = 0), ARRAY[]::text[]),
                   {version}
            FROM pg_catalog.pg_database d JOIN pg_catalog.pg_tablespace t ON t.oid = d.dattablespace
            WHERE d.datname = pg_catalog.current_database()
            """,
            Read,
            cancellationToken).ConfigureAwait(false);
        return rows[0] with { RoleSettings = await ReadRoleSettingsAsync(session, cancellationToken).ConfigureAwait(false) };
    }

    private static Task<List<PgRoleSetting>> ReadRoleSettingsAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        """
        SELECT r.rolname::text, setting.text
        FROM pg_catalog.pg_db_role_setting s
        JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
        JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
        CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) WITH ORDINALITY AS setting (text, place)
        WHERE d.datname = pg_catalog.current_database()
        ORDER BY r.rolname, setting.place
        """,
        row => new PgRoleSetting(row.GetString(0), row.GetString(1)),
        cancellationToken);

    private static PgDatabaseProperties Read(NpgsqlDataReader row) => new()
    {
        Address = new(SystemCatalog.Database, row.GetFieldValue<uint>(0)),
        Name = row.GetString(1),
        Owner = row.GetString(2),
        Encoding = row.GetString(3),
        LocaleProvider = Provider(row.GetChar(4)),
        Collate = row.GetString(5),
        CharacterType = row.GetString(6),
        Locale = row.IsDBNull(7) ? null : row.GetString(7),
        IcuRules = row.IsDBNull(8) ? null : row.GetString(8),
        Tablespace = row.GetString(9),
        ConnectionLimit = row.GetInt32(10),
        IsTemplate = row.GetBoolean(11),
        AllowsConnections = row.GetBoolean(12),
        Settings = [.. row.GetFieldValue<string[]>(13).Where(setting => !IsFence(setting))],
        IsReadOnly = Array.Exists(row.GetFieldValue<string[]>(13), setting => IsFence(setting) && !setting.EndsWith("=off", StringComparison.Ordinal)),
        CollationVersion = row.IsDBNull(14) ? null : row.GetString(14),
    };

    /// <summary>
    /// Says whether the database may be written to at present, not what it is: a fence during a migration, a host whose disk is full. A copy that
    /// had it could not be filled.
    /// </summary>
    private static bool IsFence(string setting) => setting.StartsWith("default_transaction_read_only=", StringComparison.Ordinal);

    private static LocaleProvider Provider(char datlocprovider) => datlocprovider switch
    {
        'c' => LocaleProvider.Libc,
        'i' => LocaleProvider.Icu,
        'b' => LocaleProvider.Builtin,
        _ => throw new UnknownCatalogValueException("pg_database.datlocprovider", datlocprovider),
    };
}
