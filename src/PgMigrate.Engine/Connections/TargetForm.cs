using static PgMigrate.DatabaseUrlDialect;

namespace PgMigrate.Engine.Connections;

/// <summary>An endpoint's parts, translated to one dialect and not yet written.</summary>
internal sealed record TargetForm(
    DatabaseEndpoint Endpoint,
    DatabaseUrlDialect Dialect,
    IReadOnlyList<EndpointHost> Hosts,
    IReadOnlyList<(string Name, string Value)> Settings,
    IReadOnlyList<string> Dropped,
    IReadOnlyList<string> Warnings)
{
    /// <summary>What stands for a secret in a masked text.</summary>
    public const string Mask = "****";

    /// <summary>The settings whose values are secrets, by their names in this dialect.</summary>
    private HashSet<string> Secrets { get; init; } = [];

    /// <summary>Whether the password is a mask, written as it is.</summary>
    public bool IsMasked { get; private init; }

    /// <summary>The form with a mask in place of each secret.</summary>
    public TargetForm Masked() => this with
    {
        IsMasked = true,
        Settings = Settings.Select(setting => Secrets.Contains(setting.Name) ? (setting.Name, Mask) : setting).ToArray(),
    };

    public static TargetForm Create(DatabaseEndpoint endpoint, DatabaseUrlDialect dialect)
    {
        if (!IsOfKind(dialect, endpoint.Kind))
        {
            throw EndpointErrors.Inexpressible(
                dialect, EndpointErrors.Describe(endpoint.Kind),
                "Choose a dialect of the endpoint's own kind of database.");
        }

        var warnings = new List<string>();
        var dropped = new List<string>();
        return new TargetForm(
            endpoint,
            dialect,
            FittingHosts(endpoint, dialect, warnings),
            endpoint.Kind != DatabaseKind.PostgreSql ? [] : Translate(endpoint, dialect, dropped, warnings).ToArray(),
            dropped,
            warnings)
        {
            Secrets = endpoint.SecretSettings.Keys.Select(name => SettingNames.ToDialect(dialect, name) ?? name).ToHashSet(),
        };
    }

    private static bool IsOfKind(DatabaseUrlDialect dialect, DatabaseKind kind) => kind switch
    {
        DatabaseKind.Sqlite => dialect is DatabaseUrlDialect.Sqlite or FilePath,
        DatabaseKind.Archive => dialect is FilePath,
        _ => dialect is not (DatabaseUrlDialect.Sqlite or FilePath),
    };

    private static IReadOnlyList<EndpointHost> FittingHosts(DatabaseEndpoint endpoint, DatabaseUrlDialect dialect, List<string> warnings)
    {
        if (dialect is Jdbc && endpoint.Hosts.Any(host => host.IsSocket))
        {
            throw EndpointErrors.Inexpressible(dialect, "a Unix socket", "Give a host name instead of the socket's directory.");
        }

        if (endpoint.Hosts.Count < 2 || dialect is not (Pg8000 or Prisma or Django)) return endpoint.Hosts;
        warnings.Add($"The {dialect} form names one host: only the first of {endpoint.Hosts.Count} was kept.");
        return [endpoint.Hosts[0]];
    }

    private static IEnumerable<(string Name, string Value)> Translate(
        DatabaseEndpoint endpoint, DatabaseUrlDialect dialect, List<string> dropped, List<string> warnings)
    {
        foreach (var setting in TlsSettings(endpoint, dialect, dropped, warnings)) yield return setting;

        var pooled = EndpointRecognition.IsPooled(endpoint.Settings)
            || endpoint.Route is ConnectionRoute.TransactionPooler or ConnectionRoute.DedicatedPooler;
        var flag = pooled ? PreparedStatementFlags.For(dialect) : null;
        if (flag is { } announced) yield return announced;
        if (pooled && PreparedStatementFlags.Advice(dialect) is { } advice) warnings.Add(advice);

        foreach (var (name, value) in SearchPathAsOption(endpoint.Settings, dialect).Concat(endpoint.SecretSettings))
        {
            if (name == EndpointRecognition.PooledSetting)
            {
                if (flag is null) dropped.Add(name);
            }
            else if (SettingNames.ToDialect(dialect, name) is { } own
                && own != flag?.Name && SettingValues.ToDialect(dialect, name, value) is { } ownValue)
            {
                yield return (own, ownValue);
            }
            else
            {
                dropped.Add(name);
                if (ProtectiveSettings.Protects(name, value))
                {
                    warnings.Add($"The {dialect} form cannot say {name}: without it the connection is less protected.");
                }
            }
        }
    }

    private static IEnumerable<(string Name, string Value)> TlsSettings(
        DatabaseEndpoint endpoint, DatabaseUrlDialect dialect, List<string> dropped, List<string> warnings)
    {
        if (endpoint.SslMode is { } mode)
        {
            switch (dialect)
            {
                case Asyncpg: yield return ("ssl", SslModes.Libpq(mode)); break;
                case DatabaseUrlDialect.Npgsql: yield return ("SSL Mode", mode.ToString()); break;
                case Prisma:
                    yield return (
                    "sslmode", mode >= SslRequirement.Require ? "require" : mode == SslRequirement.Disable ? "disable" : "prefer");
                    if (mode >= SslRequirement.VerifyCA) yield return ("sslaccept", "strict");
                    break;
                case Pg8000:
                    dropped.Add("sslmode");
                    if (mode >= SslRequirement.Require)
                    {
                        warnings.Add(
                            "pg8000 takes TLS from the program: pass connect_args={\"ssl_context\": ssl.create_default_context()}.");
                    }
                    break;
                default: yield return ("sslmode", SslModes.Libpq(mode)); break;
            }
        }

        if (endpoint.RootCertificate is not { } root) yield break;
        if (root == SslModes.SystemRoots && dialect is Jdbc or Prisma or DatabaseUrlDialect.Npgsql)
        {
            // Prisma and Npgsql trust the system's roots where no file is named.
            if (dialect == Jdbc) yield return ("sslfactory", JdbcUrl.SystemRootsFactory);
            yield break;
        }
        if (SettingNames.ToDialect(dialect, "sslrootcert") is { } name)
        {
            yield return (name, root);
            yield break;
        }

        dropped.Add("sslrootcert");
        warnings.Add($"The {dialect} form cannot name a root certificate: give the program an SSL context that trusts it.");
    }

    /// <summary>
    /// libpq has no setting for the search path, but takes it among the server's options. <c>public</c> alone is the default.
    /// </summary>
    private static IEnumerable<KeyValuePair<string, string>> SearchPathAsOption(
        IReadOnlyDictionary<string, string> settings, DatabaseUrlDialect dialect)
    {
        var takesOptions = dialect is DatabaseUrlDialect.Libpq or LibpqKeywords or Psycopg2 or Psycopg;
        if (!takesOptions || !settings.TryGetValue("search_path", out var path) || path == "public") return settings;
        var option = "-csearch_path=" + path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(" ", "\\ ", StringComparison.Ordinal);
        var translated = settings.Where(pair => pair.Key != "search_path").ToDictionary(
            pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        translated["options"] = translated.TryGetValue("options", out var options) ? options + " " + option : option;
        return translated;
    }
}
