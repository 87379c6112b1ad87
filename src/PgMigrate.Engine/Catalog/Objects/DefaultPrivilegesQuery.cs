using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads default privileges.</summary>
internal static class DefaultPrivilegesQuery
{
    /// <summary>The default privileges by schema, kind and role.</summary>
    public static async Task<IReadOnlyList<PgDefaultPrivileges>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT d.oid, n.nspname::text, d.defaclobjtype, pg_catalog.pg_get_userbyid(d.defaclrole)::text, side.is_initial,
                   grantee.rolname::text, pg_catalog.pg_get_userbyid(item.grantor)::text, item.privilege_type, item.is_grantable
            FROM pg_catalog.pg_default_acl d
            LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
            CROSS JOIN LATERAL (VALUES
                (false, d.defaclacl),
                (true, CASE WHEN d.defaclnamespace = 0
                            THEN pg_catalog.acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole) END)) AS side (is_initial, acl)
            LEFT JOIN LATERAL pg_catalog.aclexplode(side.acl) WITH ORDINALITY AS item (grantor, grantee, privilege_type, is_grantable, place) ON true
            LEFT JOIN pg_catalog.pg_roles grantee ON grantee.oid = item.grantee
            WHERE d.defaclnamespace = 0 OR (n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgmigrate'))
            ORDER BY 2, 3, 4, d.oid, side.is_initial, item.place
            """;
        var rows = await session.QueryAsync(Sql, Read, cancellationToken).ConfigureAwait(false);
        return [.. rows.GroupBy(row => row.Whose.Address).Select(grants => grants.First().Whose with
        {
            Privileges = new(
                [.. grants.Where(row => !row.IsInitial).Select(row => row.Grant).OfType<PgGrant>()],
                [.. grants.Where(row => row.IsInitial).Select(row => row.Grant).OfType<PgGrant>()]),
        })];
    }

    /// <summary>No grant for a side that is empty.</summary>
    private static (PgDefaultPrivileges Whose, bool IsInitial, PgGrant? Grant) Read(NpgsqlDataReader row)
    {
        var kind = Kind(row.GetChar(2));
        return (
            new()
            {
                Address = new(SystemCatalog.DefaultPrivileges, row.GetFieldValue<uint>(0)),
                Schema = row.IsDBNull(1) ? null : row.GetString(1),
                Name = kind.ToString(),
                Owner = row.GetString(3),
                Kind = kind,
                Privileges = new([], []),
            },
            row.GetBoolean(4),
            row.IsDBNull(7) ? null : new(row.IsDBNull(5) ? null : row.GetString(5), row.GetString(6), row.GetString(7), row.GetBoolean(8)));
    }

    private static DefaultPrivilegesKind Kind(char defaclobjtype) => defaclobjtype switch
    {
        'L' => DefaultPrivilegesKind.LargeObjects,
        'S' => DefaultPrivilegesKind.Sequences,
        'T' => DefaultPrivilegesKind.Types,
        'f' => DefaultPrivilegesKind.Functions,
        'n' => DefaultPrivilegesKind.Schemas,
        'r' => DefaultPrivilegesKind.Tables,
        _ => throw new UnknownCatalogValueException("pg_default_acl.defaclobjtype", defaclobjtype),
    };
}
