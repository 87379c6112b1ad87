using static PgMigrate.DatabaseUrlDialect;

namespace PgMigrate.Engine.Connections;

/// <summary>Translates the values that dialects spell differently.</summary>
internal static class SettingValues
{
    /// <summary>The value as libpq spells it.</summary>
    public static string ToCanonical(DatabaseUrlDialect dialect, string canonical, string value) => (canonical, dialect) switch
    {
        ("keepalives", Jdbc or DatabaseUrlDialect.Npgsql) => Switch(value, "1", "0"),
        ("load_balance_hosts", Jdbc or DatabaseUrlDialect.Npgsql) => Switch(value, "random", "disable"),
        ("target_session_attrs", Jdbc) => value switch
        {
            "master" => "primary",
            "secondary" or "slave" => "standby",
            "preferSecondary" or "preferSlave" => "prefer-standby",
            _ => value,
        },
        ("require_auth", DatabaseUrlDialect.Npgsql) => AuthenticationKinds.ToLibpq(value),
        ("target_session_attrs" or "channel_binding" or "gssencmode" or "sslnegotiation", DatabaseUrlDialect.Npgsql) =>
            value.ToLowerInvariant(),
        _ => value,
    };

    /// <summary>The dialect's spelling of libpq's value, or null where it has none.</summary>
    public static string? ToDialect(DatabaseUrlDialect dialect, string canonical, string value) => (canonical, dialect) switch
    {
        ("keepalives", Jdbc or DatabaseUrlDialect.Npgsql) => value == "0" ? "false" : "true",
        ("load_balance_hosts", Jdbc or DatabaseUrlDialect.Npgsql) => value == "random" ? "true" : "false",
        ("require_auth", DatabaseUrlDialect.Npgsql) => AuthenticationKinds.ToNpgsql(value),
        ("target_session_attrs", Jdbc) => value switch
        {
            "any" => "any",
            "primary" or "read-write" => "primary",
            "standby" or "read-only" => "secondary",
            "prefer-standby" => "preferSecondary",
            _ => null,
        },
        _ => value,
    };

    private static string Switch(string value, string on, string off) => value.ToUpperInvariant() switch
    {
        "TRUE" or "1" or "YES" or "ON" => on,
        "FALSE" or "0" or "NO" or "OFF" => off,
        _ => value,
    };
}
