using System.Globalization;
using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Connections;

/// <summary>An endpoint while a parser gathers its parts.</summary>
internal sealed partial class EndpointDraft(DatabaseUrlDialect dialect)
{
    private readonly Dictionary<string, string> settings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> secretSettings = new(StringComparer.Ordinal);
    private readonly List<string> hostParts = [];
    private string? ports;
    private SslRequirement? sslMode;
    private bool hasExplicitMode;

    public List<EndpointHost> Hosts { get; } = [];

    public string? Database { get; set; }

    public string? Username { get; set; }

    public string? Password { get; set; }

    public string? RootCertificate { get; set; }

    /// <summary>Takes one setting by the dialect's own name for it.</summary>
    public void Set(string name, string value)
    {
        if (name.Any(char.IsControl) || value.Contains('\0', StringComparison.Ordinal))
        {
            throw EndpointErrors.Invalid(
                "A setting holds a control character.", "Remove the control character from the connection string.");
        }

        if (PreparedStatementFlags.Announces(dialect, name, value))
        {
            settings[EndpointRecognition.PooledSetting] = "true";
            return;
        }

        var (setting, settingValue) = SettingNames.ToCanonical(dialect, name, value);
        switch (setting)
        {
            case "host": hostParts.Add(settingValue); break;
            case "port": ports = settingValue; break;
            case "dbname": Database = NullIfEmpty(settingValue); break;
            case "user": Username = NullIfEmpty(settingValue); break;
            case "password": Password = NullIfEmpty(settingValue); break;
            case "sslrootcert": RootCertificate = NullIfEmpty(settingValue); break;
            case "sslmode": SetMode(SslModes.Parse("sslmode", settingValue), isExplicit: true); break;
            // The switches that stand beside sslmode never weaken what sslmode says.
            case "ssl": SetMode(SwitchedMode(settingValue), isExplicit: false); break;
            case "sslfactory" when settingValue.EndsWith("NonValidatingFactory", StringComparison.Ordinal):
                SetMode(SslRequirement.Require, isExplicit: true);
                break;
            case "sslfactory" when settingValue == JdbcUrl.SystemRootsFactory: RootCertificate = SslModes.SystemRoots; break;
            case "sslaccept" when dialect == DatabaseUrlDialect.Prisma:
                if (settingValue.Equals("strict", StringComparison.OrdinalIgnoreCase)) SetMode(SslRequirement.VerifyFull, isExplicit: true);
                break;
            case var secret when SecretName().IsMatch(secret): secretSettings[secret] = settingValue; break;
            default: settings[setting] = settingValue; break;
        }
    }

    /// <summary>The endpoint, with defaults filled in as libpq does: <c>localhost</c>, port 5432, a database named as the user.</summary>
    public DatabaseEndpoint Build()
    {
        if (hostParts.Count > 0)
        {
            // As in libpq, a host among the settings replaces the one before the database's name, and not its port.
            ports ??= Hosts.Count == 1 ? Hosts[0].Port.ToString(CultureInfo.InvariantCulture) : null;
            Hosts.Clear();
            Hosts.AddRange(HostLists.Parse(string.Join(',', hostParts), ports));
        }
        else if (ports is not null)
        {
            ApplyPorts();
        }

        if (Hosts.Count == 0 && settings.Remove("hostaddr", out var address)) Hosts.AddRange(HostLists.Parse(address, ports));
        if (Hosts.Count == 0) Hosts.Add(new EndpointHost("localhost"));
        RefusePlaceholders();

        var (provider, route) = EndpointRecognition.Recognize(Hosts[0], settings);
        return new DatabaseEndpoint
        {
            Kind = DatabaseKind.PostgreSql,
            Hosts = Hosts.ToArray(),
            Database = Database ?? Username ?? "postgres",
            Username = Username,
            Password = Password,
            SslMode = Mode(),
            RootCertificate = RootCertificate,
            Settings = settings,
            SecretSettings = secretSettings,
            Provider = provider,
            Route = route,
            Dialect = dialect,
        };
    }

    private void ApplyPorts()
    {
        var names = Hosts.Count > 0 ? Hosts.Select(host => host.Name).ToArray() : ["localhost"];
        Hosts.Clear();
        Hosts.AddRange(HostLists.WithPorts(names, ports!));
    }

    private void RefusePlaceholders()
    {
        if (Password is not null && PasswordPlaceholder().IsMatch(Password)) throw EndpointErrors.PasswordPlaceholder();
        if (Username is not null && BracketedWord().IsMatch(Username)) throw EndpointErrors.Placeholder("user name");
        if (BracketedWord().IsMatch(Database ?? "")) throw EndpointErrors.Placeholder("database's name");
    }

    private void SetMode(SslRequirement mode, bool isExplicit)
    {
        if (hasExplicitMode && (!isExplicit || mode < sslMode)) return;
        sslMode = mode;
        hasExplicitMode |= isExplicit;
    }

    /// <summary>
    /// JDBC's <c>ssl=true</c>, or <c>ssl</c> alone, checks the server's certificate; asyncpg's names a mode, or a switch without a check.
    /// </summary>
    private SslRequirement SwitchedMode(string value)
        => dialect == DatabaseUrlDialect.Jdbc && (value.Length == 0 || value.Equals("true", StringComparison.OrdinalIgnoreCase))
            ? SslRequirement.VerifyFull
            : SslModes.Parse("ssl", value);

    /// <summary>
    /// With a root at hand libpq checks the issuer under <c>require</c> too (section 34.19.1), and with the system's roots it takes
    /// nothing less than <c>verify-full</c>. What comes from such a text says so, whatever its next reader makes of <c>require</c>.
    /// </summary>
    private SslRequirement? Mode()
    {
        if (RootCertificate is null || !SslModes.AreLibpqs(dialect)) return sslMode;
        if (RootCertificate == SslModes.SystemRoots) return SslRequirement.VerifyFull;
        return sslMode == SslRequirement.Require ? SslRequirement.VerifyCA : sslMode;
    }

    private static string? NullIfEmpty(string value) => value.Length == 0 ? null : value;

    /// <summary>sslpassword and its like, and what no client knows but whose name says that nobody is to see it.</summary>
    [GeneratedRegex("pass(?:word|wd|phrase)|pwd|secret|token|api_?key|^scram_(?:client|server)_key$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(
        @"^[\[<{] ?(?:[a-z]+[ _-])*(?:password|passwd) ?[\]>}]\z|^your[ _-](?:[a-z]+[ _-])?password\z", RegexOptions.IgnoreCase)]
    private static partial Regex PasswordPlaceholder();

    [GeneratedRegex(@"(\[|<|\{)(your|project|ref|reference|user|username|role|database|db)[A-Z _-]*(\]|>|\})", RegexOptions.IgnoreCase)]
    private static partial Regex BracketedWord();
}
