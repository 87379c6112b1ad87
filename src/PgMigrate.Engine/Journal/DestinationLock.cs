using System.Globalization;
using Npgsql;

namespace PgMigrate.Engine.Journal;

/// <summary>
/// Keeps a second run off the destination: a session-level advisory lock on a connection of its own.
/// The server lets go of it when the connection ends, however it ends.
/// </summary>
internal sealed class DestinationLock : IAsyncDisposable
{
    /// <summary>"PGMG" and 1: any two numbers that others are unlikely to use.</summary>
    private const int ClassId = 0x50474D47;

    private const int OfWrites = 1;
    private const int OfRunbooks = 2;

    /// <summary>Long enough for a server to notice that a killed holder is gone.</summary>
    private const string Patience = "3s";

    private readonly NpgsqlConnection connection;
    private readonly SemaphoreSlim turn = new(1, 1);

    private DestinationLock(NpgsqlConnection connection, int processId)
    {
        this.connection = connection;
        ProcessId = processId;
    }

    /// <summary>The server process that holds the lock.</summary>
    public int ProcessId { get; }

    /// <summary>The same for whole migrations, one of whose steps takes <see cref="TakeAsync(NpgsqlConnection, int?, CancellationToken)"/>'s lock.</summary>
    public static Task<DestinationLock> TakeForRunbookAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
        => TakeAsync(connection, OfRunbooks, cancellationToken);

    /// <summary>Takes the lock; refuses with the holder's name where another run has it. The lock, once taken, disposes of the connection.</summary>
    /// <param name="connection">The connection that shall hold it.</param>
    /// <param name="lostProcessId">
    /// The server process that held it for this run until its connection was lost; a server can take hours to notice that, and is told now.
    /// </param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public static async Task<DestinationLock> TakeAsync(NpgsqlConnection connection, int? lostProcessId, CancellationToken cancellationToken)
    {
        if (lostProcessId is { } lost) await EndAsync(connection, lost, cancellationToken).ConfigureAwait(false);
        return await TakeAsync(connection, OfWrites, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<DestinationLock> TakeAsync(NpgsqlConnection connection, int objectId, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            string.Create(
                CultureInfo.InvariantCulture,
                $"SET application_name = '{Holder}'; SET lock_timeout = '{Patience}'; SELECT pg_advisory_lock({ClassId}, {objectId}); SET lock_timeout = 0"),
            connection);
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            command.CommandText = "SELECT pg_catalog.pg_backend_pid()";
            return new(connection, (int)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            var holder = await FindHolderAsync(connection, objectId, cancellationToken).ConfigureAwait(false);
            throw new MigrationException(
                "DestinationLocked", MigrationErrorCategory.ResourceBusy, $"Another migration is writing to {connection.Database}: {holder}.", error)
            {
                Subject = connection.Database,
                Remedy = "Wait until it has ended, or end it.",
            };
        }
    }

    /// <summary>What pg_stat_activity, and so the second run's error, says of this process. At most 63 bytes.</summary>
    internal static string Holder { get; } = Describe();

    /// <summary>
    /// Cancels what a session of this run is doing. The driver can't cancel the end of a COPY, when the server may wait for
    /// another's lock or write indexes for minutes.
    /// </summary>
    public async Task CancelBackendAsync(int processId)
    {
        await turn.WaitAsync().ConfigureAwait(false);
        try
        {
            using var command = new NpgsqlCommand("SELECT pg_catalog.pg_cancel_backend($1)", connection) { Parameters = { new() { Value = processId } } };
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException or IOException)
        {
            // The server is gone or this connection is: then the session ends without being told.
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await turn.WaitAsync().ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
        turn.Release();
    }

    private static string Describe()
    {
        var machine = Environment.MachineName.Replace("'", "", StringComparison.Ordinal);
        var process = string.Create(CultureInfo.InvariantCulture, $" process {Environment.ProcessId}");
        return "PgMigrate on " + machine[..Math.Min(machine.Length, 63 - 13 - process.Length)] + process;
    }

    /// <summary>Ends the server process if it is still this process's; its number may have been given to another's by now.</summary>
    private static async Task EndAsync(NpgsqlConnection connection, int processId, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE pid = $1 AND application_name = $2", connection)
        {
            Parameters = { new() { Value = processId }, new() { Value = Holder } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<string> FindHolderAsync(NpgsqlConnection connection, int objectId, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            """
            SELECT concat_ws(', ', nullif(a.application_name, ''), 'role ' || a.usename, 'from ' || host(a.client_addr),
                             'since ' || to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC',
                             'server process ' || l.pid)
            FROM pg_locks l LEFT JOIN pg_stat_activity a USING (pid)
            WHERE l.locktype = 'advisory' AND l.granted AND l.classid::bigint = $1 AND l.objid::bigint = $2
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """,
            connection)
        { Parameters = { new() { Value = (long)ClassId }, new() { Value = (long)objectId } } };
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as string ?? "a process that has just ended";
    }
}
