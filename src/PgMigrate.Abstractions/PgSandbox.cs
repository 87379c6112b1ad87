namespace PgMigrate;

/// <summary>A throw-away PostgreSQL server on a loopback port.</summary>
public sealed record PgSandbox
{
    /// <summary>The server's version, such as <c>16.4</c>.</summary>
    public required Version Version { get; init; }

    public required int Port { get; init; }

    /// <summary>The process id of the postmaster.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The folder that holds the data directory, the log and the socket; gone when the sandbox stops.</summary>
    public required string Path { get; init; }

    /// <summary>Whether the sandbox imitates a Supabase project.</summary>
    public bool IsSupabase { get; init; }

    /// <summary>The database to work in, as the role that owns it.</summary>
    public required DatabaseEndpoint Endpoint { get; init; }

    public override string ToString() => Endpoint.ToString();
}
