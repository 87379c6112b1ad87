using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Connections;

/// <summary>Reads <c>postgresql://user:password@host:port/database?settings</c> as its client would.</summary>
internal static partial class PostgresUrl
{
    private static readonly HashSet<string> PrismaSettings =
        ["pgbouncer", "schema", "connection_limit", "pool_timeout", "socket_timeout", "sslaccept", "sslidentity"];

    private static readonly HashSet<string> PgxSettings =
    [
        "default_query_exec_mode", "statement_cache_mode", "statement_cache_capacity", "description_cache_capacity", "search_path",
        "pool_max_conns", "pool_min_conns", "pool_max_conn_lifetime", "pool_max_conn_idle_time", "pool_health_check_period",
    ];

    /// <summary>Reads what follows <c>scheme://</c>.</summary>
    /// <param name="scheme">The scheme, in lower case, without <c>://</c>.</param>
    /// <param name="rest">What follows.</param>
    public static DatabaseEndpoint Parse(string scheme, string rest)
    {
        var parts = UrlParts.Split(rest);
        var dialect = Dialect(scheme, UrlParts.QueryNames(parts.Query));
        var draft = new EndpointDraft(dialect);
        if (parts.UserInfo is { } userInfo) ReadUserInfo(draft, userInfo);
        if (parts.Hosts.Length > 0) draft.Hosts.AddRange(HostLists.ParseEncoded(parts.Hosts));
        if (parts.Path.Length > 0) draft.Database = PercentText.Decode(parts.Path, "database's name");

        // libpq's own decoder leaves + as it is; Python's, Java's, Go's and Prisma's read a form.
        foreach (var (name, value) in UrlParts.ReadQuery(parts.Query, plusIsSpace: dialect != DatabaseUrlDialect.Libpq))
        {
            if (dialect == DatabaseUrlDialect.Pg8000 && name == "unix_sock") SetSocketFile(draft, value);
            else draft.Set(name, value);
        }

        return draft.Build();
    }

    /// <summary>The dialect of a scheme; null where it is no scheme of PostgreSQL.</summary>
    public static bool IsScheme(string scheme)
        => scheme is "postgres" or "postgresql" or "pgsql" or "postgis" || DriverOf(scheme) is not null;

    private static DatabaseUrlDialect Dialect(string scheme, IReadOnlyList<string> names)
    {
        if (DriverOf(scheme) is { } driver) return driver;
        if (names.Any(PrismaSettings.Contains)) return DatabaseUrlDialect.Prisma;
        if (names.Any(PgxSettings.Contains)) return DatabaseUrlDialect.Pgx;
        return scheme is "pgsql" or "postgis" || names.Contains("currentSchema") ? DatabaseUrlDialect.Django : DatabaseUrlDialect.Libpq;
    }

    private static DatabaseUrlDialect? DriverOf(string scheme) => scheme switch
    {
        "postgresql+psycopg2" or "postgres+psycopg2" or "postgresql+psycopg2cffi" => DatabaseUrlDialect.Psycopg2,
        "postgresql+psycopg" or "postgres+psycopg" or "postgresql+psycopg_async" => DatabaseUrlDialect.Psycopg,
        "postgresql+asyncpg" or "postgres+asyncpg" => DatabaseUrlDialect.Asyncpg,
        "postgresql+pg8000" or "postgres+pg8000" => DatabaseUrlDialect.Pg8000,
        _ => null,
    };

    private static void ReadUserInfo(EndpointDraft draft, string userInfo)
    {
        var colon = userInfo.IndexOf(':', StringComparison.Ordinal);
        var user = colon < 0 ? userInfo : userInfo[..colon];
        if (user.Length > 0) draft.Username = PercentText.Decode(user, "user name");
        if (colon >= 0 && colon + 1 < userInfo.Length) draft.Password = PercentText.Decode(userInfo[(colon + 1)..], "password");
    }

    private static void SetSocketFile(EndpointDraft draft, string path)
    {
        var match = SocketFile().Match(path);
        if (!match.Success) throw EndpointErrors.BadSetting("unix_sock");
        draft.Set("host", match.Groups["directory"].Value);
        draft.Set("port", match.Groups["port"].Value);
    }

    [GeneratedRegex(@"^(?<directory>/.*)/\.s\.PGSQL\.(?<port>[0-9]+)\z", RegexOptions.Singleline)]
    private static partial Regex SocketFile();
}
