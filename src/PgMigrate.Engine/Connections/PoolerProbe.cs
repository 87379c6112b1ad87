using Npgsql;

namespace PgMigrate.Engine.Connections;

/// <summary>
/// Finds out by trying what stands before a server. A server tells each client the id of its process when it connects; a pooler makes
/// one up. And a pooler in transaction mode gives the server process of an idle client to another client, or another to the same one.
/// Nothing is set in any session, because such a pooler would hand the setting to strangers.
/// </summary>
internal static class PoolerProbe
{
    private const int Rounds = 4;

    /// <summary>A client that keeps its server session is answered at once: whoever waits this long waits for a session.</summary>
    private const int PatienceSeconds = 5;

    /// <summary>Opens a connection whose session is its own from the first statement to the last. Nothing has been set in it.</summary>
    /// <exception cref="MigrationException">TransactionPoolerRefused, or why no connection could be opened.</exception>
    public static async Task<NpgsqlConnection> OpenOwnSessionAsync(PostgresConnector connector, CancellationToken cancellationToken)
    {
        var connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await RequireOwnSessionAsync(connection, connector, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What was found, which is no pooler in transaction mode. Nothing may have been set or begun yet.</summary>
    /// <exception cref="MigrationException">TransactionPoolerRefused: what is set in a session of such a pooler would be set for strangers.</exception>
    public static async Task<PoolerMode?> RequireOwnSessionAsync(NpgsqlConnection connection, PostgresConnector connector, CancellationToken cancellationToken)
    {
        var mode = await DetectAsync(connection, connector, cancellationToken).ConfigureAwait(false);
        return mode == PoolerMode.Transaction ? throw PoolerErrors.TransactionMode(connector.Endpoint) : mode;
    }

    /// <summary>What was found; null where a second connection, needed to tell the pooler's mode, could not be opened.</summary>
    public static async Task<PoolerMode?> DetectAsync(
        NpgsqlConnection connection, PostgresConnector connector, CancellationToken cancellationToken)
    {
        var process = await ProcessIdAsync(connection, cancellationToken).ConfigureAwait(false);
        if (process == connection.ProcessID) return PoolerMode.None;

        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                var other = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
                await using var otherScope = other.ConfigureAwait(false);
                if (await SharesProcessesAsync(connection, process, other, cancellationToken).ConfigureAwait(false))
                {
                    return PoolerMode.Transaction;
                }
            }
        }
        catch (MigrationException failure)
        {
            connector.Observer.Verbose($"The pooler's mode could not be told, because a second connection failed: {failure.Message}");
            return null;
        }

        return PoolerMode.Session;
    }

    private static async Task<bool> SharesProcessesAsync(
        NpgsqlConnection first, int process, NpgsqlConnection other, CancellationToken cancellationToken)
    {
        // While the second client is inside a transaction, its server process is its own: the first client's must be another.
        var transaction = await other.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var transactionScope = transaction.ConfigureAwait(false);
        if (await ProcessIdAsync(other, cancellationToken).ConfigureAwait(false) == process) return true;
        try
        {
            return await ProcessIdAsync(first, cancellationToken).ConfigureAwait(false) != process;
        }
        catch (NpgsqlException failure) when (failure.InnerException is TimeoutException)
        {
            return true;
        }
    }

    private static async Task<int> ProcessIdAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand("SELECT pg_catalog.pg_backend_pid()", connection) { CommandTimeout = PatienceSeconds };
        return (int)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
