using static PgMigrate.DatabaseUrlDialect;

namespace PgMigrate.Engine.Connections;

/// <summary>How each client is told that a pooler in transaction mode is in the way, which keeps no prepared statement.</summary>
internal static class PreparedStatementFlags
{
    /// <summary>Whether the setting tells the client so. The engine keeps all of them as <c>pgbouncer=true</c>.</summary>
    public static bool Announces(DatabaseUrlDialect dialect, string name, string value) => dialect switch
    {
        Asyncpg => name is "prepared_statement_cache_size" or "statement_cache_size" && value == "0",
        Jdbc => name == "prepareThreshold" && value == "0",
        Pgx =>
            (name == "default_query_exec_mode" && value is "simple_protocol" or "exec")
                || (name == "statement_cache_mode" && value == "describe"),
        DatabaseUrlDialect.Npgsql => name.Replace(" ", "", StringComparison.Ordinal).Equals(
            "NoResetOnClose", StringComparison.OrdinalIgnoreCase)
            && value.Equals("true", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    /// <summary>The setting that tells the client so; null where its URL has none.</summary>
    public static (string Name, string Value)? For(DatabaseUrlDialect dialect) => dialect switch
    {
        Asyncpg => ("prepared_statement_cache_size", "0"),
        Jdbc => ("prepareThreshold", "0"),
        Pgx => ("default_query_exec_mode", "simple_protocol"),
        DatabaseUrlDialect.Npgsql => ("No Reset On Close", "true"),
        Prisma => (EndpointRecognition.PooledSetting, "true"),
        _ => null,
    };

    /// <summary>What has to be set in the program besides, because no URL can say it; null where nothing has.</summary>
    public static string? Advice(DatabaseUrlDialect dialect) => dialect switch
    {
        Asyncpg => "Behind a pooler in transaction mode asyncpg also needs connect_args={\"statement_cache_size\": 0} and unique "
            + "prepared statement names.",
        Psycopg => "Behind a pooler in transaction mode psycopg also needs connect_args={\"prepare_threshold\": None}.",
        Django => "Behind a pooler in transaction mode Django also needs DISABLE_SERVER_SIDE_CURSORS = True and conn_max_age = 0.",
        _ => null,
    };
}
