namespace PgMigrate;

/// <summary>
/// How long it takes until a connection to one end is there, and how much room the server has for more. Each connection is a new one, without a
/// pool in this program; the first of all is not counted.
/// </summary>
public sealed record ConnectionLatency
{
    public required DatabaseEnd End { get; init; }

    /// <summary>The database, without its password.</summary>
    public required string Database { get; init; }

    /// <summary>The server's version, such as <c>17.2</c>.</summary>
    public required string ServerVersion { get; init; }

    /// <summary>How many connections were measured.</summary>
    public required int Samples { get; init; }

    /// <summary>The time in which half of the connections were there.</summary>
    public required TimeSpan P50 { get; init; }

    /// <summary>The time in which 95 of 100 connections were there.</summary>
    public required TimeSpan P95 { get; init; }

    /// <summary>The slowest connection.</summary>
    public required TimeSpan Maximum { get; init; }

    /// <summary>The median time to find the host's address; null for an address or a socket of this machine.</summary>
    public TimeSpan? NameResolution { get; init; }

    /// <summary>The median time until the network's connection (TCP) is there; null for a socket of this machine.</summary>
    public TimeSpan? TcpConnect { get; init; }

    /// <summary>The median time from the start of encryption to the server's certificate; null where the connection is not encrypted.</summary>
    public TimeSpan? TlsHandshake { get; init; }

    /// <summary>The rest of the median: the authentication and the start of the session.</summary>
    public TimeSpan Login { get; init; }

    /// <summary>What stands before the server; null where that could not be told.</summary>
    public PoolerMode? Pooler { get; init; }

    /// <summary>The connections that the server has in all (max_connections).</summary>
    public int MaxConnections { get; init; }

    /// <summary>Those of them that are kept for superusers and for roles with pg_use_reserved_connections.</summary>
    public int ReservedConnections { get; init; }

    /// <summary>The clients' connections at the moment, with the measurement's own.</summary>
    public int UsedConnections { get; init; }

    /// <summary>How many more an ordinary role can have.</summary>
    public int FreeConnections => Math.Max(MaxConnections - ReservedConnections - UsedConnections, 0);

    /// <summary>Who has the connections, the most first; no more than ten.</summary>
    public IReadOnlyList<ConnectionUse> UsedBy { get; init; } = [];

    /// <summary>What to know of the server's and a pooler's limits, one sentence each.</summary>
    public IReadOnlyList<string> Hints { get; init; } = [];

    /// <summary>The budgets that the connections did not keep.</summary>
    public IReadOnlyList<LatencyBreach> Breaches { get; init; } = [];

    /// <summary>Whether they kept all of them.</summary>
    public bool IsWithinBudget => Breaches.Count == 0;

    public override string ToString() => FormattableString.Invariant($"{Database}: {P50.TotalMilliseconds:0.##} ms, {UsedConnections} of {MaxConnections} connections");
}
