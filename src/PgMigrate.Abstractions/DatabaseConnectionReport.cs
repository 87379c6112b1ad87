namespace PgMigrate;

/// <summary>What a test of one connection found.</summary>
public sealed record DatabaseConnectionReport
{
    public required DatabaseEndpoint Endpoint { get; init; }

    public DatabaseKind Kind => Endpoint.Kind;

    public DatabaseProvider Provider => Endpoint.Provider;

    /// <summary>The way that the endpoint's host, port and user announce. <see cref="Pooler"/> is what was found.</summary>
    public ConnectionRoute Route => Endpoint.Route;

    /// <summary>The server's version, or the SQLite library's, such as <c>15.14</c>.</summary>
    public required Version ServerVersion { get; init; }

    /// <summary>Whether the connection to the server, or to the pooler before it, is encrypted.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>Whether the server's certificate was checked against a root that is trusted.</summary>
    public bool IsCertificateVerified { get; init; }

    /// <summary>The protocol, such as <c>Tls13</c>; null without encryption.</summary>
    public string? TlsProtocol { get; init; }

    /// <summary>The cipher suite by its IANA name; null without encryption.</summary>
    public string? TlsCipher { get; init; }

    /// <summary>The role that the session acts as; null for SQLite.</summary>
    public string? Role { get; init; }

    public bool IsSuperuser { get; init; }

    /// <summary>Whether the role may replicate (REPLICATION, or superuser).</summary>
    public bool CanReplicate { get; init; }

    /// <summary>Whether row security does not bind the role.</summary>
    public bool CanBypassRowSecurity { get; init; }

    /// <summary>Whether the role may set session_replication_role, found by setting it in a transaction that was rolled back.</summary>
    public bool CanSetReplicationRole { get; init; }

    public bool CanCreateSchema { get; init; }

    /// <summary>Whether the role may create at least the extensions that the server calls trusted.</summary>
    public bool CanCreateExtension { get; init; }

    /// <summary>What stands before the server, found by comparing server processes; null where it could not be told.</summary>
    public PoolerMode? Pooler { get; init; }

    /// <summary>The database's size in bytes.</summary>
    public long DatabaseSize { get; init; }

    /// <summary>Client connections open on the server, this one included.</summary>
    public int ConnectionsUsed { get; init; }

    /// <summary>Client connections that the server allows to a role that is no superuser.</summary>
    public int ConnectionsAllowed { get; init; }

    /// <summary>The session's statement_timeout; null where there is none.</summary>
    public TimeSpan? StatementTimeout { get; init; }

    /// <summary>The time that opening the connection took.</summary>
    public TimeSpan ConnectTime { get; init; }

    /// <summary>The median round trip.</summary>
    public TimeSpan LatencyP50 { get; init; }

    /// <summary>The round trip that 95 of 100 stay under.</summary>
    public TimeSpan LatencyP95 { get; init; }

    /// <summary>How many round trips were measured.</summary>
    public int Pings { get; init; }

    /// <summary>SQLite's journal mode; null for PostgreSQL.</summary>
    public string? JournalMode { get; init; }

    /// <summary>The first finding of SQLite's quick check, <c>ok</c> if there is none; null for PostgreSQL.</summary>
    public string? Integrity { get; init; }
}
