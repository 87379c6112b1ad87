using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads privileges, of all kinds of objects at once: those that are not what the object was created with.</summary>
internal static class PrivilegesQuery
{
    /// <summary>The privileges by object or column; what is missing has its initial privileges.</summary>
    public static async Task<IReadOnlyDictionary<ObjectAddress, PgPrivileges>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        // On what has no list nobody has granted anything. An extension's script may grant, too: pg_init_privs says what stood at its end, and for the system's objects at initdb's.
        // What initdb granted on public (PostgreSQL 15) follows its owner, which pg_init_privs does not.
        var isPublic = session.Since(15, "nspname = 'public'", "false");
        var sql = $"""
            WITH object (classid, objid, objsubid, acl, created, is_public) AS (
                SELECT 'pg_namespace'::regclass, oid, 0, nspacl,
                       acldefault('n', nspowner) || CASE WHEN {isPublic} THEN ARRAY[makeaclitem(0, nspowner, 'USAGE', false)] ELSE ARRAY[]::aclitem[] END, {isPublic}
                FROM pg_namespace
                UNION ALL
                SELECT 'pg_class'::regclass, oid, 0, relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner), false FROM pg_class
                UNION ALL
                SELECT 'pg_class'::regclass, attrelid, attnum, attacl, acldefault('c', 0), false FROM pg_attribute WHERE NOT attisdropped
                UNION ALL
                SELECT 'pg_proc'::regclass, oid, 0, proacl, acldefault('f', proowner), false FROM pg_proc
                UNION ALL
                SELECT 'pg_type'::regclass, oid, 0, typacl, acldefault('T', typowner), false FROM pg_type
                UNION ALL
                SELECT 'pg_language'::regclass, oid, 0, lanacl, acldefault('l', lanowner), false FROM pg_language
                UNION ALL
                SELECT 'pg_foreign_data_wrapper'::regclass, oid, 0, fdwacl, acldefault('F', fdwowner), false FROM pg_foreign_data_wrapper
                UNION ALL
                SELECT 'pg_foreign_server'::regclass, oid, 0, srvacl, acldefault('S', srvowner), false FROM pg_foreign_server
                UNION ALL
                SELECT 'pg_largeobject'::regclass, oid, 0, lomacl, acldefault('L', lomowner), false FROM pg_largeobject_metadata
                UNION ALL
                SELECT 'pg_database'::regclass, oid, 0, datacl, acldefault('d', datdba), false FROM pg_database WHERE datname = current_database()
            ), changed AS (
                SELECT o.classid, o.objid, o.objsubid, o.acl, coalesce(i.initprivs, o.created) AS initial
                FROM object o
                LEFT JOIN pg_init_privs i ON i.classoid = o.classid AND i.objoid = o.objid AND i.objsubid = o.objsubid AND NOT o.is_public
                WHERE o.acl IS NOT NULL AND o.acl <> coalesce(i.initprivs, o.created)
            )
            SELECT c.classid::oid, c.objid, c.objsubid, side.is_initial, grantee.rolname::text, pg_get_userbyid(item.grantor)::text,
                   item.privilege_type, item.is_grantable
            FROM changed c
            CROSS JOIN LATERAL (VALUES (false, c.acl), (true, c.initial)) AS side (is_initial, acl)
            LEFT JOIN LATERAL aclexplode(side.acl) WITH ORDINALITY AS item (grantor, grantee, privilege_type, is_grantable, place) ON true
            LEFT JOIN pg_roles grantee ON grantee.oid = item.grantee
            ORDER BY c.classid, c.objid, c.objsubid, side.is_initial, item.place
            """;
        var rows = await session.QueryAsync(sql, Read, cancellationToken).ConfigureAwait(false);
        return rows.GroupBy(row => row.Address).ToDictionary(
            item => item.Key,
            item => new PgPrivileges(
                [.. item.Where(row => !row.IsInitial).Select(row => row.Grant).OfType<PgGrant>()],
                [.. item.Where(row => row.IsInitial).Select(row => row.Grant).OfType<PgGrant>()]));
    }

    /// <summary>No grant for a side that is empty.</summary>
    private static (ObjectAddress Address, bool IsInitial, PgGrant? Grant) Read(NpgsqlDataReader row) => (
        new(row.GetFieldValue<uint>(0), row.GetFieldValue<uint>(1), row.GetInt32(2)),
        row.GetBoolean(3),
        row.IsDBNull(6) ? null : new(row.IsDBNull(4) ? null : row.GetString(4), row.GetString(5), row.GetString(6), row.GetBoolean(7)));
}
