using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>
/// Reads which tables have row-level security, and its policies: of extensions' tables, too, for which nothing tells what came with the
/// extension (PostgreSQL, pg_dump.c, checkExtensionMembership).
/// </summary>
internal static class PoliciesQuery
{
    private const string IsUsers = "c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgmigrate')";

    /// <summary>The tables for which it is on, by schema and name.</summary>
    public static Task<List<PgRowSecurity>> ReadTablesAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        $"""
        SELECT c.oid, n.nspname::text, c.relname::text, pg_catalog.pg_get_userbyid(c.relowner)::text
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relrowsecurity AND {IsUsers}
        ORDER BY n.nspname, c.relname
        """,
        row => new PgRowSecurity
        {
            Address = new(SystemCatalog.Relation, row.GetFieldValue<uint>(0)),
            Schema = row.GetString(1),
            Name = row.GetString(2),
            Owner = row.GetString(3),
        },
        cancellationToken);

    /// <summary>The policies by table and name.</summary>
    public static Task<List<PgPolicy>> ReadAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        $"""
        SELECT p.oid, n.nspname::text, c.relname::text, p.polname::text, pg_catalog.pg_get_userbyid(c.relowner)::text, p.polpermissive, p.polcmd,
               ARRAY(SELECT r.rolname::text FROM pg_catalog.pg_roles r WHERE r.oid = ANY (p.polroles) ORDER BY r.rolname),
               pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)
        FROM pg_catalog.pg_policy p
        JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE {IsUsers}
        ORDER BY n.nspname, c.relname, p.polname
        """,
        Read,
        cancellationToken);

    private static PgPolicy Read(NpgsqlDataReader row) => new()
    {
        Address = new(SystemCatalog.Policy, row.GetFieldValue<uint>(0)),
        Schema = row.GetString(1),
        Table = new(row.GetString(1), row.GetString(2)),
        Name = row.GetString(3),
        Owner = row.GetString(4),
        IsPermissive = row.GetBoolean(5),
        Command = Command(row.GetChar(6)),
        Roles = row.GetFieldValue<string[]>(7),
        Using = row.IsDBNull(8) ? null : row.GetString(8),
        WithCheck = row.IsDBNull(9) ? null : row.GetString(9),
    };

    private static PolicyCommand Command(char polcmd) => polcmd switch
    {
        '*' => PolicyCommand.All,
        'r' => PolicyCommand.Select,
        'a' => PolicyCommand.Insert,
        'w' => PolicyCommand.Update,
        'd' => PolicyCommand.Delete,
        _ => throw new UnknownCatalogValueException("pg_policy.polcmd", polcmd),
    };
}
