using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads the cluster's roles, from what everybody may see.</summary>
internal static class RolesQuery
{
    /// <summary>The roles by name, without those that every cluster has from the start.</summary>
    public static async Task<IReadOnlyList<PgRole>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var memberships = await ReadMembershipsAsync(session, cancellationToken).ConfigureAwait(false);
        var labels = await ReadLabelsAsync(session, cancellationToken).ConfigureAwait(false);
        var roles = await session.QueryAsync(
            """
            SELECT r.rolname::text, r.rolsuper, r.rolinherit, r.rolcreaterole, r.rolcreatedb, r.rolcanlogin, r.rolreplication, r.rolbypassrls,
                   r.rolconnlimit, r.rolvaliduntil::text, pg_catalog.shobj_description(r.oid, 'pg_authid'),
                   coalesce((SELECT s.setconfig FROM pg_catalog.pg_db_role_setting s WHERE s.setrole = r.oid AND s.setdatabase = 0), ARRAY[]::text[])
            FROM pg_catalog.pg_roles r
            WHERE r.rolname !~ '^pg_'
            ORDER BY r.rolname
            """,
            Read,
            cancellationToken).ConfigureAwait(false);
        return roles.ConvertAll(role => role with { Memberships = [.. memberships[role.Name]], SecurityLabels = [.. labels[role.Name]] });
    }

    /// <summary>
    /// The roles that the database's objects name, and the database itself. The server does not note (pg_shdepend) where the superuser that
    /// initdb made is named: that role is not among them.
    /// </summary>
    public static Task<List<PgRoleUse>> ReadUsesAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        """
        SELECT DISTINCT d.classid, d.objid, r.rolname::text
        FROM pg_catalog.pg_shdepend d
        JOIN pg_catalog.pg_database b ON b.datname = pg_catalog.current_database()
        JOIN pg_catalog.pg_roles r ON r.oid = d.refobjid
        WHERE d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass AND r.rolname !~ '^pg_'
          AND (d.dbid = b.oid OR (d.classid = 'pg_catalog.pg_database'::pg_catalog.regclass AND d.objid = b.oid))
        UNION
        SELECT 'pg_catalog.pg_database'::pg_catalog.regclass, b.oid, r.rolname::text
        FROM pg_catalog.pg_db_role_setting s
        JOIN pg_catalog.pg_database b ON b.oid = s.setdatabase AND b.datname = pg_catalog.current_database()
        JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
        WHERE r.rolname !~ '^pg_'
        ORDER BY 1, 2, 3
        """,
        row => new PgRoleUse(new(row.GetFieldValue<uint>(0), row.GetFieldValue<uint>(1)), row.GetString(2)),
        cancellationToken);

    private static async Task<ILookup<string, PgMembership>> ReadMembershipsAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var options = session.Since(16, "m.inherit_option, m.set_option", "NULL::bool, true");
        var rows = await session.QueryAsync(
            $"""
            SELECT member.rolname::text, r.rolname::text, grantor.rolname::text, m.admin_option, {options}
            FROM pg_catalog.pg_auth_members m
            JOIN pg_catalog.pg_roles r ON r.oid = m.roleid
            JOIN pg_catalog.pg_roles member ON member.oid = m.member
            LEFT JOIN pg_catalog.pg_roles grantor ON grantor.oid = m.grantor
            WHERE member.rolname !~ '^pg_'
            ORDER BY member.rolname, r.rolname, grantor.rolname
            """,
            row => (
                Member: row.GetString(0),
                Membership: new PgMembership(
                    row.GetString(1), Text(row, 2), row.GetBoolean(3), row.IsDBNull(4) ? null : row.GetBoolean(4), row.GetBoolean(5))),
            cancellationToken).ConfigureAwait(false);
        return rows.ToLookup(row => row.Member, row => row.Membership);
    }

    private static async Task<ILookup<string, PgRoleLabel>> ReadLabelsAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync(
            """
            SELECT r.rolname::text, l.provider, l.label
            FROM pg_catalog.pg_shseclabel l JOIN pg_catalog.pg_roles r ON r.oid = l.objoid
            WHERE l.classoid = 'pg_catalog.pg_authid'::pg_catalog.regclass
            ORDER BY r.rolname, l.provider
            """,
            row => (Role: row.GetString(0), Label: new PgRoleLabel(row.GetString(1), row.GetString(2))),
            cancellationToken).ConfigureAwait(false);
        return rows.ToLookup(row => row.Role, row => row.Label);
    }

    private static PgRole Read(NpgsqlDataReader row) => new()
    {
        Name = row.GetString(0),
        IsSuperuser = row.GetBoolean(1),
        Inherits = row.GetBoolean(2),
        CanCreateRoles = row.GetBoolean(3),
        CanCreateDatabases = row.GetBoolean(4),
        CanLogin = row.GetBoolean(5),
        CanReplicate = row.GetBoolean(6),
        BypassesRowSecurity = row.GetBoolean(7),
        ConnectionLimit = row.GetInt32(8),
        ValidUntil = Text(row, 9),
        Comment = Text(row, 10),
        Settings = row.GetFieldValue<string[]>(11),
    };

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
