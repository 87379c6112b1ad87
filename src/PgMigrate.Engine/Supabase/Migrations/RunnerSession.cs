using Npgsql;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Journal;

namespace PgMigrate.Engine.Supabase;

/// <summary>The session in which the files run, and beside it the lock that keeps other runs off the database.</summary>
internal sealed class RunnerSession : IAsyncDisposable
{
    /// <summary>RESET ALL leaves the role as it is, and behind a pooler it takes the pooler's character set.</summary>
    private static readonly string[] Reset =
    [
        "RESET SESSION AUTHORIZATION", "RESET ROLE", "RESET ALL", "SET client_encoding = 'UTF8'", "SET standard_conforming_strings = on",
    ];

    private readonly PostgresConnector connector;
    private readonly DestinationLock? held;

    private RunnerSession(PostgresConnector connector, NpgsqlConnection connection, DestinationLock? held)
    {
        (this.connector, Connection, this.held) = (connector, connection, held);
        Connection.Notice += Tell;
    }

    public NpgsqlConnection Connection { get; }

    /// <summary>Connects.</summary>
    /// <param name="database">The database.</param>
    /// <param name="isWriting">Whether other runs are kept off as long as the session lasts.</param>
    /// <param name="observer">Hears what the server says meanwhile.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    /// <exception cref="MigrationException">TransactionPoolerRefused, DestinationLocked, or why no connection could be opened.</exception>
    public static async Task<RunnerSession> OpenAsync(DatabaseEndpoint database, bool isWriting, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var connector = new PostgresConnector(MigrationRoute.Prepare(database, observer), new(), observer);
        NpgsqlConnection? connection = null;
        try
        {
            connection = await PoolerProbe.OpenOwnSessionAsync(connector, cancellationToken).ConfigureAwait(false);
            return new(connector, connection, isWriting ? await LockAsync(connector, cancellationToken).ConfigureAwait(false) : null);
        }
        catch (Exception failure)
        {
            if (connection is not null) await connection.DisposeAsync().ConfigureAwait(false);
            await connector.DisposeAsync().ConfigureAwait(false);
            if (failure is NpgsqlException refused) throw ConnectionErrors.Translate(refused, database);
            throw;
        }
    }

    /// <summary>Forgets what a file has set, as the Supabase CLI does before each, and runs what touches nothing but the history.</summary>
    /// <exception cref="MigrationException">MigrationHistoryRefused, or that the connection was lost.</exception>
    public async Task WithHistoryAsync(Func<NpgsqlConnection, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await Connection.ExecuteEachAsync(Reset, cancellationToken).ConfigureAwait(false);
            await work(Connection).ConfigureAwait(false);
        }
        catch (PostgresException error)
        {
            throw MigrationErrors.History(error);
        }
        catch (NpgsqlException lost)
        {
            throw ConnectionErrors.Translate(lost, connector.Endpoint);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync().ConfigureAwait(false);
        if (held is not null) await held.DisposeAsync().ConfigureAwait(false);
        await connector.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The lock has a connection of its own: a file may say DISCARD ALL.</summary>
    private static async Task<DestinationLock> LockAsync(PostgresConnector connector, CancellationToken cancellationToken)
    {
        var connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await DestinationLock.TakeAsync(connection, lostProcessId: null, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private void Tell(object sender, NpgsqlNoticeEventArgs said)
    {
        var notice = said.Notice;
        if (notice.InvariantSeverity == "WARNING") connector.Observer.Warning($"The server says: {notice.MessageText}");
        else connector.Observer.Verbose($"The server says: {notice.MessageText}");
    }
}
