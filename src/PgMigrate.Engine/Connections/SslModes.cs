namespace PgMigrate.Engine.Connections;

/// <summary>The spellings of libpq's sslmode.</summary>
internal static class SslModes
{
    /// <summary>What libpq takes in place of a root file: the roots that the system trusts.</summary>
    public const string SystemRoots = "system";

    /// <summary>Whether the dialect's client is libpq or reads the settings of encryption exactly as it does.</summary>
    public static bool AreLibpqs(DatabaseUrlDialect dialect) => dialect is DatabaseUrlDialect.Libpq or DatabaseUrlDialect.LibpqKeywords
        or DatabaseUrlDialect.Psycopg2 or DatabaseUrlDialect.Psycopg or DatabaseUrlDialect.Pgx or DatabaseUrlDialect.Django;

    /// <summary>Reads libpq's, asyncpg's and Npgsql's spellings, and the booleans of clients that have a switch instead.</summary>
    public static SslRequirement Parse(string name, string value)
        => value.Trim().Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant() switch
        {
            "disable" or "false" or "0" or "off" => SslRequirement.Disable,
            "allow" => SslRequirement.Allow,
            "prefer" => SslRequirement.Prefer,
            // no-verify is node-postgres's word for libpq's require.
            "require" or "required" or "true" or "1" or "on" or "noverify" => SslRequirement.Require,
            "verifyca" => SslRequirement.VerifyCA,
            "verifyfull" => SslRequirement.VerifyFull,
            _ => throw EndpointErrors.BadSetting(name),
        };

    /// <summary>libpq's spelling.</summary>
    public static string Libpq(SslRequirement mode) => mode switch
    {
        SslRequirement.VerifyCA => "verify-ca",
        SslRequirement.VerifyFull => "verify-full",
        _ => mode.ToString().ToLowerInvariant(),
    };
}
