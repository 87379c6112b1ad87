using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Sessions of a source that all see one snapshot, which the first of them keeps.</summary>
internal sealed class SnapshotSessions : IAsyncDisposable
{
    private const string BeginSnapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private readonly PostgresConnector connector;
    private readonly TimeSpan lockTimeout;
    private readonly ConcurrentBag<NpgsqlConnection> idle = [];
    private string snapshot;

    private SnapshotSessions(PostgresConnector connector, TimeSpan lockTimeout, NpgsqlConnection keeper, string snapshot)
    {
        this.connector = connector;
        this.lockTimeout = lockTimeout;
        Keeper = keeper;
        this.snapshot = snapshot;
    }

    /// <summary>The session that keeps the snapshot; for the catalog, and not for rows.</summary>
    public NpgsqlConnection Keeper { get; private set; }

    /// <summary>Takes the snapshot. The connector is disposed of with the sessions, also where opening fails.</summary>
    public static async Task<SnapshotSessions> OpenAsync(PostgresConnector connector, TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        NpgsqlConnection? keeper = null;
        try
        {
            keeper = await BeginAsync(PoolerProbe.OpenOwnSessionAsync(connector, cancellationToken), cancellationToken).ConfigureAwait(false);
            return new(connector, lockTimeout, keeper, await ExportAsync(keeper, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            if (keeper is not null) await keeper.DisposeAsync().ConfigureAwait(false);
            await connector.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes another snapshot, for what comes after; with the keeper go its locks. No session for rows may be in use.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        while (idle.TryTake(out var connection)) await connection.DisposeAsync().ConfigureAwait(false);
        await Keeper.DisposeAsync().ConfigureAwait(false);
        Keeper = await BeginAsync(connector.OpenAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        snapshot = await ExportAsync(Keeper, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A session beside the snapshot, which sees what others have committed. The caller closes it.</summary>
    public async Task<CatalogSession> OpenAsideAsync(CancellationToken cancellationToken)
    {
        var connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await CatalogSession.StartAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A session for rows, idle or new. Whoever is done with it gives it back with <see cref="Return"/>, or closes it after a failure.</summary>
    public async Task<NpgsqlConnection> TakeAsync(CancellationToken cancellationToken)
    {
        if (idle.TryTake(out var connection)) return connection;
        connection = await BeginAsync(connector.OpenAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        try
        {
            await ImportSnapshotAsync(connection, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public void Return(NpgsqlConnection connection) => idle.Add(connection);

    /// <summary>Lends a session; its error is told as the table's.</summary>
    public async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> work, string table, CancellationToken cancellationToken)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await TakeAsync(cancellationToken).ConfigureAwait(false);
            var result = await work(connection).ConfigureAwait(false);
            Return(connection);
            return result;
        }
        catch (Exception error)
        {
            if (connection is not null) await connection.DisposeAsync().ConfigureAwait(false);
            if (error is OperationCanceledException) throw;
            throw CopyErrors.Translate(error, table, CopyErrors.Source);
        }
    }

    /// <summary>Lends a session to what reads one thing after the other; its error is told as the source's.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        Func<NpgsqlConnection, IAsyncEnumerable<T>> read, string what, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = await TranslatedAsync(() => new ValueTask<NpgsqlConnection>(TakeAsync(cancellationToken)), what).ConfigureAwait(false);
        var isAtEnd = false;
        try
        {
            var items = read(connection).GetAsyncEnumerator(cancellationToken);
            await using (items.ConfigureAwait(false))
            {
                while (await TranslatedAsync(items.MoveNextAsync, what).ConfigureAwait(false)) yield return items.Current;
            }

            isAtEnd = true;
        }
        finally
        {
            if (isAtEnd) Return(connection);
            else await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Opens the rows of what stands between COPY and TO; its errors are told as the table's.</summary>
    public async Task<IRowStream> OpenRowsAsync(string selection, RowFormat format, string table, CancellationToken cancellationToken)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await TakeAsync(cancellationToken).ConfigureAwait(false);
            var stream = await CopyStreams.OpenReadAsync(connection, selection, format, cancellationToken).ConfigureAwait(false);
            return new PooledRowStream(this, connection, new PostgresRowStream(stream), table);
        }
        catch (Exception error)
        {
            if (connection is not null) await connection.DisposeAsync().ConfigureAwait(false);
            if (error is OperationCanceledException) throw;
            throw CopyErrors.Translate(error, table, CopyErrors.Source);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in idle) await connection.DisposeAsync().ConfigureAwait(false);
        await Keeper.DisposeAsync().ConfigureAwait(false);
        await connector.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<string> ExportAsync(NpgsqlConnection keeper, CancellationToken cancellationToken)
    {
        using var export = new NpgsqlCommand("SELECT pg_catalog.pg_export_snapshot()", keeper);
        return (string)(await export.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private static async Task<NpgsqlConnection> BeginAsync(Task<NpgsqlConnection> opening, CancellationToken cancellationToken)
    {
        var connection = await opening.ConfigureAwait(false);
        try
        {
            await SessionSettings.ApplyForReadingAsync(connection, cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync(BeginSnapshot, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<T> TranslatedAsync<T>(Func<ValueTask<T>> work, string what)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw CopyErrors.Translate(error, what, CopyErrors.Source);
        }
    }

    /// <summary>
    /// Who waits to alter a table waits for the keeper's lock on it, and this session for him: without an end, both would wait for ever.
    /// </summary>
    private async Task ImportSnapshotAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ExecuteAsync($"SET TRANSACTION SNAPSHOT {SqlText.Literal(snapshot)}; SET lock_timeout = '{TableLocks.Text(lockTimeout)}'", cancellationToken)
                .ConfigureAwait(false);
        }
        catch (PostgresException error) when (!CopyErrors.IsConnectionFailure(error))
        {
            throw new MigrationException(
                "SnapshotLost",
                MigrationErrorCategory.ConnectionError,
                $"The source's snapshot is gone, because the session that kept it has ended: {error.MessageText}.",
                error)
            {
                Subject = connector.Endpoint.ToString(),
                Remedy = "Run the same command with -Resume: what has arrived stays, and nothing is copied twice.",
                SqlState = error.SqlState,
            };
        }
    }

    /// <summary>Gives its connection back when its rows were read to the end, and closes it when they were not.</summary>
    private sealed class PooledRowStream(
        SnapshotSessions sessions, NpgsqlConnection connection, PostgresRowStream rows, string table) : IRowStream
    {
        private bool isAtEnd;

        public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            try
            {
                var read = await rows.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                isAtEnd = read == 0;
                return read;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                throw CopyErrors.Translate(error, table, CopyErrors.Source);
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (!isAtEnd)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                return;
            }

            await rows.DisposeAsync().ConfigureAwait(false);
            sessions.Return(connection);
        }
    }
}
