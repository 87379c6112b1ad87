using static PgMigrate.DatabaseUrlDialect;

namespace PgMigrate.Engine.Connections;

/// <summary>
/// What each dialect calls a setting. The engine's own names are libpq's (PostgreSQL documentation, section 34.1.2);
/// <c>search_path</c>, <c>connection_limit</c> and <c>pgbouncer</c>, which libpq has not, are named as their best-known client does.
/// </summary>
internal static class SettingNames
{
    private static readonly HashSet<string> Libpq =
    [
        "host", "hostaddr", "port", "dbname", "user", "password", "passfile", "require_auth", "channel_binding", "connect_timeout",
        "client_encoding", "options", "application_name", "fallback_application_name", "keepalives", "keepalives_idle",
        "keepalives_interval", "keepalives_count", "tcp_user_timeout", "replication", "gssencmode", "sslmode", "requiressl",
        "sslnegotiation", "sslcompression", "sslcert", "sslkey", "sslkeylogfile", "sslpassword", "sslcertmode", "sslrootcert", "sslcrl",
        "sslcrldir", "sslsni", "requirepeer", "ssl_min_protocol_version", "ssl_max_protocol_version", "min_protocol_version",
        "max_protocol_version", "krbsrvname", "gsslib", "gssdelegation", "scram_client_key", "scram_server_key", "service",
        "target_session_attrs", "load_balance_hosts", "oauth_issuer", "oauth_client_id", "oauth_client_secret", "oauth_scope",
    ];

    /// <summary>The names that differ from libpq's, and those that are the same where the dialect knows few.</summary>
    private static readonly Dictionary<DatabaseUrlDialect, Dictionary<string, string>> Own = new()
    {
        [Asyncpg] = Same("host", "port", "user", "password", "passfile", "target_session_attrs", "krbsrvname"),
        [Pg8000] = Same("user", "password", "application_name"),
        [Prisma] = new(Same("host", "sslmode", "sslpassword", "connect_timeout", "application_name", "options", "channel_binding",
            "connection_limit", "pool_timeout", "socket_timeout", "max_connection_lifetime", "max_idle_connection_lifetime",
            "statement_cache_size", "sslidentity", EndpointRecognition.PooledSetting))
        {
            ["search_path"] = "schema",
            ["sslrootcert"] = "sslcert",
        },
        [Pgx] = new(Same("host", "port", "user", "password", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "sslpassword",
            "sslsni", "sslnegotiation", "connect_timeout", "application_name", "options", "passfile", "service", "servicefile",
            "target_session_attrs", "krbsrvname", "krbspn", "search_path", "client_encoding", "timezone", "statement_timeout",
            "lock_timeout",
            "idle_in_transaction_session_timeout", "default_query_exec_mode", "statement_cache_mode", "statement_cache_capacity",
            "description_cache_capacity", "pool_min_conns", "pool_max_conn_lifetime", "pool_max_conn_idle_time",
            "pool_health_check_period"))
        {
            ["connection_limit"] = "pool_max_conns",
        },
        [Django] = new(Same([.. Libpq])) { ["search_path"] = "currentSchema" },
        [Jdbc] = new(Same("user", "password", "sslmode", "ssl", "sslfactory", "sslrootcert", "sslcert", "sslkey", "sslpassword", "options"))
        {
            ["connect_timeout"] = "connectTimeout",
            ["application_name"] = "ApplicationName",
            ["keepalives"] = "tcpKeepAlive",
            ["target_session_attrs"] = "targetServerType",
            ["load_balance_hosts"] = "loadBalanceHosts",
            ["search_path"] = "currentSchema",
            ["channel_binding"] = "channelBinding",
            ["gssencmode"] = "gssEncMode",
            ["sslnegotiation"] = "sslNegotiation",
            ["krbsrvname"] = "kerberosServerName",
        },
        [DatabaseUrlDialect.Npgsql] = new(StringComparer.Ordinal)
        {
            ["host"] = "Host",
            ["port"] = "Port",
            ["dbname"] = "Database",
            ["user"] = "Username",
            ["password"] = "Password",
            ["sslmode"] = "SSL Mode",
            ["sslrootcert"] = "Root Certificate",
            ["sslcert"] = "SSL Certificate",
            ["sslkey"] = "SSL Key",
            ["sslpassword"] = "SSL Password",
            ["sslnegotiation"] = "SSL Negotiation",
            ["connect_timeout"] = "Timeout",
            ["application_name"] = "Application Name",
            ["options"] = "Options",
            ["passfile"] = "Passfile",
            ["client_encoding"] = "Client Encoding",
            ["timezone"] = "Timezone",
            ["search_path"] = "Search Path",
            ["connection_limit"] = "Maximum Pool Size",
            ["target_session_attrs"] = "Target Session Attributes",
            ["load_balance_hosts"] = "Load Balance Hosts",
            ["keepalives"] = "TCP Keepalive",
            ["keepalives_idle"] = "TCP Keepalive Time",
            ["keepalives_interval"] = "TCP Keepalive Interval",
            ["channel_binding"] = "Channel Binding",
            ["gssencmode"] = "GSS Encryption Mode",
            ["krbsrvname"] = "Kerberos Service Name",
            ["require_auth"] = "Require Auth",
        },
    };

    private static readonly Dictionary<string, string> NpgsqlAliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Server"] = "host",
        ["DB"] = "dbname",
        ["User"] = "user",
        ["UserName"] = "user",
        ["UserId"] = "user",
        ["Uid"] = "user",
        ["Psw"] = "password",
        ["Pwd"] = "password",
    };

    private static readonly Dictionary<DatabaseUrlDialect, Dictionary<string, string>> Reverse = Own.ToDictionary(
        pair => pair.Key,
        pair => pair.Value.ToDictionary(name => Key(pair.Key, name.Value), name => name.Key));

    /// <summary>Whether the text is a keyword of libpq's connection strings.</summary>
    public static bool IsLibpqKeyword(string name) => Libpq.Contains(name);

    /// <summary>Whether the text is a keyword of Npgsql's connection strings, blanks and case aside, as Npgsql takes them.</summary>
    public static bool IsNpgsqlKeyword(string name)
        => Reverse[DatabaseUrlDialect.Npgsql].ContainsKey(Key(DatabaseUrlDialect.Npgsql, name))
            || NpgsqlAliases.ContainsKey(Key(DatabaseUrlDialect.Npgsql, name))
            || NpgsqlKeywords.Knows(name);

    /// <summary>The engine's name and value for what a dialect wrote; a name that the dialect does not know stays as it is.</summary>
    public static (string Name, string Value) ToCanonical(DatabaseUrlDialect dialect, string name, string value)
    {
        var key = Key(dialect, name);
        var canonical = dialect == DatabaseUrlDialect.Npgsql && NpgsqlAliases.TryGetValue(key, out var aliased) ? aliased
            : Reverse.TryGetValue(dialect, out var names) && names.TryGetValue(key, out var own) ? own
            : name;
        return (canonical, SettingValues.ToCanonical(dialect, canonical, value));
    }

    /// <summary>The dialect's name for a setting, or null where its client does not know it.</summary>
    public static string? ToDialect(DatabaseUrlDialect dialect, string canonical) => dialect switch
    {
        DatabaseUrlDialect.Libpq or LibpqKeywords or Psycopg2 or Psycopg => Libpq.Contains(canonical) ? canonical : null,
        DatabaseUrlDialect.Npgsql when !Own[dialect].ContainsKey(canonical) => NpgsqlKeywords.Knows(canonical) ? canonical : null,
        _ => Own[dialect].GetValueOrDefault(canonical),
    };

    private static string Key(DatabaseUrlDialect dialect, string name)
        => dialect == DatabaseUrlDialect.Npgsql ? name.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant() : name;

    private static Dictionary<string, string> Same(params string[] names) => names.ToDictionary(name => name, StringComparer.Ordinal);
}
