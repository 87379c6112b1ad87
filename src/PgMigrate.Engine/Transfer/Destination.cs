using System.Collections.Concurrent;
using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Journal;

namespace PgMigrate.Engine.Transfer;

/// <summary>A live PostgreSQL as a destination: locked against a second run, with its journal and its connections.</summary>
internal sealed class Destination : IAsyncDisposable
{
    private readonly PostgresConnector connector;
    private readonly DestinationLock hold;
    private readonly ConcurrentBag<NpgsqlConnection> idle = [];

    private Destination(PostgresConnector connector, DestinationLock hold, IMigrationJournal journal, bool canSkipTriggers)
    {
        this.connector = connector;
        this.hold = hold;
        Journal = journal;
        CanSkipTriggers = canSkipTriggers;
    }

    public IMigrationJournal Journal { get; }

    /// <summary>Whether the role may set session_replication_role to <c>replica</c>: triggers and foreign keys rest for its sessions.</summary>
    public bool CanSkipTriggers { get; }

    /// <summary>Takes the lock and opens the journal. The destination disposes of the connector.</summary>
    public static async Task<Destination> OpenAsync(PostgresConnector connector, CancellationToken cancellationToken)
    {
        var hold = await DestinationLock
            .TakeAsync(await connector.OpenAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        var journal = await PostgresJournal
            .OpenAsync(await connector.OpenAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        var probe = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (probe.ConfigureAwait(false))
        {
            return new(connector, hold, journal, await TrySkipTriggersAsync(probe, cancellationToken).ConfigureAwait(false));
        }
    }

    public async Task<PgCatalog> ReadCatalogAsync(CancellationToken cancellationToken)
        => await UseAsync(
            async connection =>
            {
                var session = await CatalogSession.StartAsync(connection, cancellationToken).ConfigureAwait(false);
                return await new CatalogReader(session).ReadAsync(cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Lends a connection that is set up for restoring. One on which the work failed is closed, not lent again.</summary>
    public async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        var connection = await TakeAsync(cancellationToken).ConfigureAwait(false);
        var isSound = false;
        try
        {
            var result = await work(connection).ConfigureAwait(false);
            isSound = true;
            return result;
        }
        finally
        {
            if (isSound) idle.Add(connection);
            else await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken) => await UseAsync(
        async connection =>
        {
            using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        },
        cancellationToken).ConfigureAwait(false);

    /// <summary>Whether the table has a row.</summary>
    public async Task<bool> HasRowsAsync(PgTable table, CancellationToken cancellationToken) => await UseAsync(
        async connection =>
        {
            using var command = new NpgsqlCommand($"SELECT EXISTS (SELECT FROM {table.QualifiedName.Sql})", connection);
            return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        },
        cancellationToken).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in idle) await connection.DisposeAsync().ConfigureAwait(false);
        await Journal.DisposeAsync().ConfigureAwait(false);
        await hold.DisposeAsync().ConfigureAwait(false);
        await connector.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<NpgsqlConnection> TakeAsync(CancellationToken cancellationToken)
    {
        if (idle.TryTake(out var connection)) return connection;
        connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        await SessionSettings.ApplyAsync(connection, cancellationToken).ConfigureAwait(false);
        // A crash that loses the last commits loses their checkpoints with them; the run's own end is written synchronously.
        using var command = new NpgsqlCommand("SET synchronous_commit = off", connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        if (CanSkipTriggers) await TrySkipTriggersAsync(connection, cancellationToken).ConfigureAwait(false);
        return connection;
    }

    /// <summary>The setting is a superuser's, unless it was granted (PostgreSQL 15) or the host's own extension lets the role: only trying tells.</summary>
    private static async Task<bool> TrySkipTriggersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            using var command = new NpgsqlCommand("SET session_replication_role = replica", connection);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return false;
        }
    }
}
