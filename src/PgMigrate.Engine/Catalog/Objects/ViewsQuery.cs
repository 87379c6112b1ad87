using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads views and materialized views.</summary>
internal static class ViewsQuery
{
    /// <summary>Of each, what a view and a materialized view have.</summary>
    private const string Common = """
        c.oid, n.nspname::text, c.relname::text, pg_catalog.pg_get_userbyid(c.relowner)::text, r.oid,
        pg_catalog.rtrim(pg_catalog.pg_get_viewdef(c.oid), ';'),
        coalesce(pg_catalog.array_remove(pg_catalog.array_remove(c.reloptions, 'check_option=local'), 'check_option=cascaded'), ARRAY[]::text[])
        """;

    private const string Relations = """
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_rewrite r ON r.ev_class = c.oid AND r.ev_type = '1'
        """;

    /// <summary>The views by schema and name.</summary>
    /// <param name="session">The session.</param>
    /// <param name="columns">The columns of all relations.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static Task<List<PgView>> ReadAsync(CatalogSession session, ILookup<uint, PgColumn> columns, CancellationToken cancellationToken)
        => session.QueryAsync(
            $"""
            SELECT {Common},
                   CASE WHEN 'check_option=local' = ANY (c.reloptions) THEN 1 WHEN 'check_option=cascaded' = ANY (c.reloptions) THEN 2 ELSE 0 END
            {Relations}
            WHERE c.relkind = 'v' AND {UserRelations.Condition}
            ORDER BY n.nspname, c.relname
            """,
            row => new PgView
            {
                Address = Address(row),
                Schema = row.GetString(1),
                Name = row.GetString(2),
                Owner = row.GetString(3),
                Rule = Rule(row),
                Query = row.GetString(5),
                Options = row.GetFieldValue<string[]>(6),
                Columns = [.. columns[row.GetFieldValue<uint>(0)]],
                CheckOption = row.GetInt32(7) switch
                {
                    0 => ViewCheckOption.None,
                    1 => ViewCheckOption.Local,
                    _ => ViewCheckOption.Cascaded,
                },
            },
            cancellationToken);

    /// <summary>The materialized views by schema and name.</summary>
    /// <param name="session">The session.</param>
    /// <param name="columns">The columns of all relations.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static Task<List<PgMaterializedView>> ReadMaterializedAsync(
        CatalogSession session, ILookup<uint, PgColumn> columns, CancellationToken cancellationToken) => session.QueryAsync(
            $"""
            SELECT {Common}, coalesce(toast.reloptions, ARRAY[]::text[]), space.spcname::text, am.amname::text, c.relispopulated, c.relreplident
            {Relations}
            JOIN pg_catalog.pg_am am ON am.oid = c.relam
            LEFT JOIN pg_catalog.pg_class toast ON toast.oid = c.reltoastrelid
            LEFT JOIN pg_catalog.pg_tablespace space ON space.oid = c.reltablespace
            WHERE c.relkind = 'm' AND {UserRelations.Condition}
            ORDER BY n.nspname, c.relname
            """,
            row => new PgMaterializedView
            {
                Address = Address(row),
                Schema = row.GetString(1),
                Name = row.GetString(2),
                Owner = row.GetString(3),
                Rule = Rule(row),
                Query = row.GetString(5),
                Options = row.GetFieldValue<string[]>(6),
                Columns = [.. columns[row.GetFieldValue<uint>(0)]],
                ToastOptions = row.GetFieldValue<string[]>(7),
                Tablespace = row.IsDBNull(8) ? null : row.GetString(8),
                AccessMethod = row.GetString(9),
                IsPopulated = row.GetBoolean(10),
                ReplicaIdentity = TablesQuery.Identity(row.GetChar(11)),
            },
            cancellationToken);

    private static ObjectAddress Address(NpgsqlDataReader row) => new(SystemCatalog.Relation, row.GetFieldValue<uint>(0));

    private static ObjectAddress Rule(NpgsqlDataReader row) => new(SystemCatalog.Rule, row.GetFieldValue<uint>(4));
}
