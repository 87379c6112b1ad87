using System.Globalization;
using Npgsql;

namespace PgMigrate.Engine.Connections;

/// <summary>Says an endpoint in the driver's words, with the settings that a migration wants.</summary>
internal static class ConnectionSettings
{
    /// <summary>
    /// The endpoint's settings that concern the session or the way to the server; those of a client's pool and cache mean nothing here.
    /// </summary>
    private static readonly string[] Passed =
    [
        "options", "search_path", "connect_timeout", "target_session_attrs", "load_balance_hosts", "passfile", "channel_binding",
        "krbsrvname", "sslcert", "sslkey", "sslpassword", "sslnegotiation", "require_auth",
    ];

    public static string Create(DatabaseEndpoint endpoint, ConnectorOptions options, TlsPolicy tls)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = endpoint.Hosts.Count == 1
                ? endpoint.Host
                : string.Join(',', endpoint.Hosts.Select(host => host.IsSocket ? host.Name : host.ToString())),
            Port = endpoint.Port,
            Database = endpoint.Database,
            Username = endpoint.Username,
            Password = endpoint.Password,
            ApplicationName = options.ApplicationName,
            // The check against roots is ServerCertificateCheck's; to the driver it is a matter of encryption or none.
            SslMode = Enum.Parse<SslMode>(tls.VerifiesCertificate ? nameof(SslMode.Require) : tls.Mode.ToString()),
            // Poolers answer a request for GSS encryption with a reset.
            GssEncryptionMode = GssEncryptionMode.Disable,
            Pooling = false,
            Enlist = false,
            CommandTimeout = 0,
            ReadBufferSize = options.BufferSize,
            WriteBufferSize = options.BufferSize,
            IncludeErrorDetail = true,
        };
        // The options of a TCP socket are an error on a Unix socket.
        if (!endpoint.Hosts.Any(host => host.IsSocket))
        {
            settings.TcpKeepAlive = true;
            settings.TcpKeepAliveTime = 60;
            settings.TcpKeepAliveInterval = 10;
        }

        foreach (var (name, value) in endpoint.Settings.Concat(endpoint.SecretSettings))
        {
            // The driver chooses among hosts by it, and refuses it where there is no choice.
            if (name == "target_session_attrs" && endpoint.Hosts.Count == 1) continue;
            if (Passed.Contains(name)) Pass(settings, name, value);
        }

        return settings.ConnectionString;
    }

    /// <summary>The names of the settings that make a connection safer for other clients and that the driver cannot be told.</summary>
    public static IEnumerable<string> Unapplied(DatabaseEndpoint endpoint) => endpoint.Settings
        .Where(setting => ProtectiveSettings.Protects(setting.Key, setting.Value) && !Passed.Contains(setting.Key))
        .Select(setting => setting.Key);

    private static void Pass(NpgsqlConnectionStringBuilder settings, string name, string value)
    {
        try
        {
            settings[SettingNames.ToDialect(DatabaseUrlDialect.Npgsql, name)!] = name == "connect_timeout"
                ? int.Parse(value, NumberStyles.Integer, CultureInfo.InvariantCulture)
                : SettingValues.ToDialect(DatabaseUrlDialect.Npgsql, name, value);
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            throw EndpointErrors.BadSetting(name);
        }
    }
}
