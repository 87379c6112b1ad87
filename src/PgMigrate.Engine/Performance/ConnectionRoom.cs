using Npgsql;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Performance;

/// <summary>How many connections a server has, and who uses them.</summary>
internal static class ConnectionRoom
{
    /// <summary>Below this part of them the free ones are few.</summary>
    private const double Scarce = 0.2;

    /// <summary>The record with the server's limits, its use and what to know of them.</summary>
    public static async Task<ConnectionLatency> AddAsync(
        ConnectionLatency latency, NpgsqlConnection connection, PostgresConnector connector, CancellationToken cancellationToken)
    {
        try
        {
            var pooler = await PoolerProbe.DetectAsync(connection, connector, cancellationToken).ConfigureAwait(false);
            var (allowed, reserved, used) = await LimitsAsync(connection, cancellationToken).ConfigureAwait(false);
            var complete = latency with
            {
                Pooler = pooler,
                MaxConnections = allowed,
                ReservedConnections = reserved,
                UsedConnections = used,
                UsedBy = await UsesAsync(connection, cancellationToken).ConfigureAwait(false),
            };
            return complete with { Hints = [.. Hints(complete, connector.Endpoint)] };
        }
        catch (NpgsqlException failure)
        {
            throw ConnectionErrors.Translate(failure, connector.Endpoint);
        }
    }

    private static async Task<(int Allowed, int Reserved, int Used)> LimitsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // reserved_connections came with PostgreSQL 16. Of others' sessions only database and role are for everyone to see.
        using var command = new NpgsqlCommand(
            """
            SELECT pg_catalog.current_setting('max_connections')::int,
                   pg_catalog.current_setting('superuser_reserved_connections')::int
                       + coalesce(nullif(pg_catalog.current_setting('reserved_connections', true), ''), '0')::int,
                   (SELECT pg_catalog.count(*)::int FROM pg_catalog.pg_stat_activity
                    WHERE usesysid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend')
            """,
            connection);
        var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var rowScope = row.ConfigureAwait(false);
        await row.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (row.GetInt32(0), row.GetInt32(1), row.GetInt32(2));
    }

    private static async Task<IReadOnlyList<ConnectionUse>> UsesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            """
            SELECT usename::text, datname::text, nullif(application_name, ''), state, pg_catalog.count(*)::int
            FROM pg_catalog.pg_stat_activity
            WHERE usesysid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'
            GROUP BY 1, 2, 3, 4
            ORDER BY 5 DESC, 1, 2, 3, 4
            LIMIT 10
            """,
            connection);
        var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var rowScope = row.ConfigureAwait(false);
        var uses = new List<ConnectionUse>();
        while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            uses.Add(new() { Role = Text(row, 0) ?? "(dropped)", Database = Text(row, 1), Application = Text(row, 2), State = Text(row, 3), Connections = row.GetInt32(4) });
        }

        return uses;
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    internal static IEnumerable<string> Hints(ConnectionLatency latency, DatabaseEndpoint endpoint)
    {
        var isSupabase = endpoint.Provider == DatabaseProvider.Supabase;
        if (latency.Pooler == PoolerMode.Transaction) yield return
            $"A pooler in transaction mode{(isSupabase ? " (Supavisor, or the project's PgBouncer)" : "")} shares the server's sessions among its clients: how many it takes of each is its own setting, "
                + (isSupabase ? "under Database settings in the dashboard." : "which SHOW POOLS and SHOW CONFIG tell its administrator.");
        if (latency.Pooler == PoolerMode.Session) yield return
            $"A pooler in session mode keeps a server's session for each client: no more clients than its pool has{(isSupabase ? ", 15 unless the project says otherwise" : "")}; the next one waits.";
        if (latency.Pooler is null) yield return "A pooler stands before the server, and a second connection to tell its mode could not be opened.";
        var ordinary = latency.MaxConnections - latency.ReservedConnections;
        if (latency.FreeConnections < ordinary * Scarce) yield return
            $"Of {ordinary} connections {latency.FreeConnections} are free: end what is idle, raise max_connections, or let applications come through a pooler.";
    }
}
