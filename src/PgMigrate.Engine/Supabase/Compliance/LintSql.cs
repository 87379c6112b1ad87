namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>
/// Fragments that the checks' queries share: <c>n</c> is a schema (pg_namespace), <c>c</c> a relation (pg_class), <c>p</c> a function (pg_proc).
/// </summary>
internal static class LintSql
{
    /// <summary>The setting that holds the schemas that the Data API serves, with commas between: PostgREST's own name for it.</summary>
    public const string ExposedSetting = "pgrst.db_schemas";

    /// <summary>The relation's name with its schema's, quoted where it has to be.</summary>
    public const string Relation = "format('%I.%I', n.nspname, c.relname)";

    /// <summary>The schema is the user's: neither the system's nor one that the platform or an extension keeps.</summary>
    public const string IsOwn = """
        n.nspname !~ '^pg_' AND n.nspname <> ALL (ARRAY['information_schema', 'pgmigrate',
            'auth', 'storage', 'realtime', 'vault', 'extensions', 'graphql', 'graphql_public', 'pgbouncer', 'supabase_functions', 'supabase_migrations',
            'cron', 'net', 'pgmq', 'pgsodium', 'pgsodium_masks', 'pgtle', 'pgroonga', 'repack', 'tiger', 'topology',
            '_timescaledb_cache', '_timescaledb_catalog', '_timescaledb_config', '_timescaledb_internal'])
        """;

    /// <summary>The schema is the user's, and the Data API serves it.</summary>
    public const string IsExposed = $"n.nspname = ANY (string_to_array(current_setting('{ExposedSetting}'), ',')) AND {IsOwn}";

    /// <summary>The roles of the Data API that may use the relation in any way, as a text; NULL for none.</summary>
    public const string ReachedBy = $"""
        ({ApiRolesWith} AND (has_any_column_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE') OR has_table_privilege(r.oid, c.oid, 'DELETE')))
        """;

    /// <summary>The roles of the Data API that may read a column of the relation, as a text; NULL for none.</summary>
    public const string ReadBy = $"({ApiRolesWith} AND has_any_column_privilege(r.oid, c.oid, 'SELECT'))";

    /// <summary>A view that looks at its tables with the rights of who asks (PostgreSQL 15).</summary>
    public const string IsSecurityInvoker = """
        EXISTS (SELECT FROM pg_catalog.pg_options_to_table(c.reloptions) o
                WHERE o.option_name = 'security_invoker' AND o.option_value::boolean)
        """;

    // The roles of PostgREST on Supabase. Without USAGE on the schema a privilege on the table is good for nothing.
    private const string ApiRolesWith = """
        SELECT string_agg(r.rolname::text, ' and ' ORDER BY r.rolname)
        FROM pg_catalog.pg_roles r
        WHERE r.rolname IN ('anon', 'authenticated') AND has_schema_privilege(r.oid, n.oid, 'USAGE')
        """;
}
