namespace PgMigrate.Engine.Catalog;

/// <summary>Reads foreign-data wrappers, and servers with their user mappings.</summary>
internal static class ForeignServersQuery
{
    /// <summary>The wrappers by name.</summary>
    public static Task<List<PgForeignDataWrapper>> ReadWrappersAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        $"""
        SELECT w.oid, w.fdwname::text, pg_catalog.pg_get_userbyid(w.fdwowner)::text, nullif(w.fdwhandler, 0)::pg_catalog.regproc::text,
               nullif(w.fdwvalidator, 0)::pg_catalog.regproc::text, coalesce(w.fdwoptions, ARRAY[]::text[])
        FROM pg_catalog.pg_foreign_data_wrapper w
        WHERE {UserObjects.ConditionWithoutSchema("pg_foreign_data_wrapper", "w.oid")}
        ORDER BY w.fdwname
        """,
        row => new PgForeignDataWrapper
        {
            Address = row.Address(SystemCatalog.ForeignDataWrapper),
            Name = row.GetString(1),
            Owner = row.GetString(2),
            Handler = row.Text(3),
            Validator = row.Text(4),
            Options = row.GetFieldValue<string[]>(5),
        },
        cancellationToken);

    /// <summary>The servers by name.</summary>
    public static async Task<IReadOnlyList<PgForeignServer>> ReadServersAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        // The view shows the options to those who may read them, under this condition; pg_user_mapping itself is a superuser's.
        var mappings = (await session.QueryAsync(
            $"""
            SELECT u.umid, u.usename::text, u.srvid,
                   CASE WHEN u.umuser = 0 THEN pg_catalog.pg_has_role(s.srvowner, 'USAGE')
                        ELSE u.usename = current_user
                            AND (pg_catalog.pg_has_role(s.srvowner, 'USAGE') OR pg_catalog.has_server_privilege(s.oid, 'USAGE')) END
                   OR (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user),
                   coalesce(u.umoptions, ARRAY[]::text[])
            FROM pg_catalog.pg_user_mappings u JOIN pg_catalog.pg_foreign_server s ON s.oid = u.srvid
            ORDER BY u.srvid, u.usename
            """,
            row => (Server: row.GetFieldValue<uint>(2), Mapping: new PgUserMapping
            {
                Address = row.Address(SystemCatalog.UserMapping),
                Name = row.GetString(1),
                AreOptionsReadable = row.GetBoolean(3),
                Options = row.GetFieldValue<string[]>(4),
            }),
            cancellationToken).ConfigureAwait(false)).ToLookup(row => row.Server, row => row.Mapping);
        return await session.QueryAsync(
            $"""
            SELECT s.oid, s.srvname::text, pg_catalog.pg_get_userbyid(s.srvowner)::text, w.fdwname::text, s.srvtype, s.srvversion,
                   coalesce(s.srvoptions, ARRAY[]::text[])
            FROM pg_catalog.pg_foreign_server s JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw
            WHERE {UserObjects.ConditionWithoutSchema("pg_foreign_server", "s.oid")}
            ORDER BY s.srvname
            """,
            row => new PgForeignServer
            {
                Address = row.Address(SystemCatalog.ForeignServer),
                Name = row.GetString(1),
                Owner = row.GetString(2),
                Wrapper = row.GetString(3),
                Type = row.Text(4),
                Version = row.Text(5),
                Options = row.GetFieldValue<string[]>(6),
                UserMappings = [.. mappings[row.GetFieldValue<uint>(0)]],
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One finding for each user mapping whose options the role may not read.</summary>
    public static IEnumerable<MigrationFinding> Findings(IEnumerable<PgForeignServer> servers)
        => from server in servers
           from mapping in server.UserMappings
           where !mapping.AreOptionsReadable
           select new MigrationFinding
           {
               Kind = MigrationFindingKind.UserMapping,
               Object = $"{mapping.Name} on {server.Name}",
               What = "The user mapping comes without its options, because the role may not read them.",
               Remedy = "Connect to the source as a superuser, or set the options in the destination by hand (ALTER USER MAPPING).",
           };
}
