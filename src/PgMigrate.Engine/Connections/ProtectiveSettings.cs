namespace PgMigrate.Engine.Connections;

/// <summary>The settings that make a connection safer than it is by default: none is left out without a word.</summary>
internal static class ProtectiveSettings
{
    public static bool Protects(string name, string value) => name switch
    {
        "channel_binding" or "gssencmode" or "sslcertmode" => value == "require",
        // TLS 1.2 is the default everywhere.
        "ssl_min_protocol_version" => value == "TLSv1.3",
        "require_auth" or "requirepeer" or "sslcrl" or "sslcrldir" or "sslcert" => value.Length > 0,
        _ => false,
    };
}
