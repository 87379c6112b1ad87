using System.Collections.Concurrent;
using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Journal;

namespace PgMigrate.Engine.Transfer;

/// <summary>A live PostgreSQL as a destination: locked against a second run, with its journal and its connections.</summary>
internal sealed class Destination : IAsyncDisposable
{
    private const int TablesPerStatement = 200;

    private readonly PostgresConnector connector;
    private readonly DestinationLock hold;
    private readonly ConcurrentBag<Session> idle = [];

    /// <summary>The session in which everything is one transaction; null where each piece of work has its own.</summary>
    private Session? whole;
    private SingleTransaction? single;

    private Destination(PostgresConnector connector, DestinationLock hold, IMigrationJournal journal, bool canSkipTriggers, string role)
    {
        this.connector = connector;
        this.hold = hold;
        Journal = journal;
        CanSkipTriggers = canSkipTriggers;
        Role = role;
    }

    public IMigrationJournal Journal { get; }

    /// <summary>The role that the sessions act as: the owner of what they create.</summary>
    public string Role { get; }

    /// <summary>The server process that holds the lock.</summary>
    public int LockProcessId => hold.ProcessId;

    /// <summary>
    /// Whether the role may set session_replication_role to <c>replica</c>: triggers and foreign keys rest for its sessions.
    /// </summary>
    public bool CanSkipTriggers { get; }

    /// <summary>
    /// Takes the lock and opens the journal, in a file where a path is given. The destination disposes of the connector, also where opening
    /// fails.
    /// </summary>
    /// <param name="connector">The way to the destination.</param>
    /// <param name="journalPath">The file that holds the journal; null for the destination's schema.</param>
    /// <param name="isSingle">Whether all work is one transaction, until <see cref="CommitAsync"/>; there is no journal then.</param>
    /// <param name="lostLock">The server process that held the lock until this run lost its connection; null at its beginning.</param>
    /// <param name="cancellationToken">Stops the wait for the lock.</param>
    /// <param name="isFenced">Whether the one transaction writes although the database's sessions are made read-only by default.</param>
    public static async Task<Destination> OpenAsync(
        PostgresConnector connector, string? journalPath, bool isSingle, int? lostLock, CancellationToken cancellationToken, bool isFenced = false)
    {
        // What is open already must not outlive a failure: the lock would keep this very process from trying again.
        var opened = new Stack<IAsyncDisposable>([connector]);
        try
        {
            var holding = await PoolerProbe.OpenOwnSessionAsync(connector, cancellationToken).ConfigureAwait(false);
            opened.Push(holding);
            await SessionSettings.ApplyForRestoringAsync(holding, cancellationToken).ConfigureAwait(false);
            var hold = await DestinationLock.TakeAsync(holding, lostLock, cancellationToken).ConfigureAwait(false);
            var journal = isSingle ? new NoJournal() : await OpenJournalAsync(connector, journalPath, opened, cancellationToken).ConfigureAwait(false);
            var probe = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (probe.ConfigureAwait(false))
            {
                var canSkipTriggers = await TrySkipTriggersAsync(probe, cancellationToken).ConfigureAwait(false);
                using var command = new NpgsqlCommand("SELECT current_user::text", probe);
                var role = (string)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
                var destination = new Destination(connector, hold, journal, canSkipTriggers, role);
                if (isSingle) await destination.BeginAsync(isFenced, cancellationToken).ConfigureAwait(false);
                return destination;
            }
        }
        catch
        {
            foreach (var one in opened) await one.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends the one transaction of the run, where it has one: all that was brought is there from now on.</summary>
    /// <exception cref="MigrationException">CommitInDoubt.</exception>
    public Task CommitAsync(CancellationToken cancellationToken) => single?.CommitAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Begins the transaction of a piece of work on a connection that <see cref="UseAsync{T}"/> lends.</summary>
    public async Task<WorkTransaction> BeginTransactionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
        => new(single is null ? await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false) : null);

    public Task<PgCatalog> ReadCatalogAsync(CancellationToken cancellationToken)
        => DescribeAsync(session => new CatalogReader(session).ReadAsync(cancellationToken), cancellationToken);

    /// <summary>The database itself.</summary>
    public Task<PgDatabaseProperties> ReadPropertiesAsync(CancellationToken cancellationToken)
        => DescribeAsync(session => DatabasePropertiesQuery.ReadAsync(session, cancellationToken), cancellationToken);

    private Task<T> DescribeAsync<T>(Func<CatalogSession, Task<T>> read, CancellationToken cancellationToken) => UseAsync(
        async connection => await read(await CatalogSession.StartAsync(connection, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false),
        cancellationToken);

    /// <summary>Lends a connection that is set up for restoring. One on which the work failed is closed, not lent again.</summary>
    public async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        var session = whole ?? await TakeAsync(cancellationToken).ConfigureAwait(false);
        var isSound = false;
        try
        {
            var cancellation = cancellationToken.UnsafeRegister(_ => _ = hold.CancelBackendAsync(session.ProcessId), null);
            await using (cancellation.ConfigureAwait(false))
            {
                var result = single is null ? await work(session.Connection).ConfigureAwait(false) : await single.UseAsync(work, cancellationToken).ConfigureAwait(false);
                isSound = true;
                return result;
            }
        }
        catch (Exception error) when (error is not OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The work was cancelled.", error, cancellationToken);
        }
        finally
        {
            if (session == whole)
            {
                // It ends with the run.
            }
            else if (isSound) idle.Add(session);
            else await session.Connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Lends a connection to work that returns nothing.</summary>
    public Task UseAsync(Func<NpgsqlConnection, Task> work, CancellationToken cancellationToken) => UseAsync(
        async connection =>
        {
            await work(connection).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    public Task ExecuteAsync(string sql, CancellationToken cancellationToken)
        => UseAsync(connection => connection.ExecuteAsync(sql, cancellationToken), cancellationToken);

    /// <summary>Of each group of tables, whether one of them has a row of its own.</summary>
    public async Task<IReadOnlyList<bool>> FindFilledAsync(IReadOnlyList<IReadOnlyList<PgTable>> groups, CancellationToken cancellationToken)
        => groups.Count == 0 ? [] : await UseAsync(
            async connection =>
            {
                var filled = new List<bool>();
                // Each table takes a place in the server's lock table until its statement ends.
                foreach (var some in groups.Chunk(TablesPerStatement))
                {
                    var conditions = some.Select(tables => string.Join(
                        " OR ", tables.Select(table => $"EXISTS (SELECT FROM {OwnRows.Of(table)})").Append("false")));
                    using var command = new NpgsqlCommand($"SELECT ARRAY[{string.Join(", ", conditions)}]", connection);
                    filled.AddRange((bool[])(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!);
                }

                return filled;
            },
            cancellationToken).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        single?.Dispose();
        if (whole is not null) await whole.Connection.DisposeAsync().ConfigureAwait(false);
        foreach (var session in idle) await session.Connection.DisposeAsync().ConfigureAwait(false);
        await Journal.DisposeAsync().ConfigureAwait(false);
        await hold.DisposeAsync().ConfigureAwait(false);
        await connector.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<IMigrationJournal> OpenJournalAsync(
        PostgresConnector connector, string? path, Stack<IAsyncDisposable> opened, CancellationToken cancellationToken)
    {
        var writing = await OpenSessionAsync(connector, opened, cancellationToken).ConfigureAwait(false);
        IMigrationJournal journal = path is null
            ? await PostgresJournal.OpenAsync(writing, cancellationToken).ConfigureAwait(false)
            : await SqliteJournal.OpenAsync(path, writing, connector.Endpoint, cancellationToken).ConfigureAwait(false);
        opened.Push(journal);
        return journal;
    }

    private async Task BeginAsync(bool isFenced, CancellationToken cancellationToken)
    {
        whole = await TakeAsync(cancellationToken).ConfigureAwait(false);
        single = new(whole.Connection, await whole.Connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false), CanSkipTriggers);
        // default_transaction_read_only is only what transactions begin with: each may say otherwise, as long as it has read nothing.
        if (isFenced) await whole.Connection.ExecuteAsync("SET TRANSACTION READ WRITE", cancellationToken).ConfigureAwait(false);
    }

    private async Task<Session> TakeAsync(CancellationToken cancellationToken)
    {
        if (idle.TryTake(out var session)) return session;
        var opened = new Stack<IAsyncDisposable>();
        try
        {
            var connection = await OpenSessionAsync(connector, opened, cancellationToken).ConfigureAwait(false);
            // A crash that loses the last commits loses their checkpoints with them, if they are kept there; the run's own end is written
            // synchronously. A journal elsewhere would call rows arrived that are gone: then a server's own "off" is not good enough.
            // The driver's own process id is the pooler's where there is one.
            var commit = Journal.IsInDestination ? "'off'" : "coalesce(nullif(current_setting('synchronous_commit'), 'off'), 'on')";
            using var command = new NpgsqlCommand(
                $"SELECT pg_catalog.pg_backend_pid() FROM pg_catalog.set_config('synchronous_commit', {commit}, false)", connection);
            var processId = (int)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
            if (CanSkipTriggers) await TrySkipTriggersAsync(connection, cancellationToken).ConfigureAwait(false);
            return new(connection, processId);
        }
        catch
        {
            foreach (var one in opened) await one.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<NpgsqlConnection> OpenSessionAsync(
        PostgresConnector connector, Stack<IAsyncDisposable> opened, CancellationToken cancellationToken)
    {
        var connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        opened.Push(connection);
        await SessionSettings.ApplyForRestoringAsync(connection, cancellationToken).ConfigureAwait(false);
        return connection;
    }

    /// <summary>
    /// The setting is a superuser's, unless it was granted (PostgreSQL 15) or the host's own extension lets the role: only trying tells.
    /// </summary>
    private static async Task<bool> TrySkipTriggersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ExecuteAsync("SET session_replication_role = replica", cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return false;
        }
    }

    /// <summary>A connection and its server process.</summary>
    private sealed record Session(NpgsqlConnection Connection, int ProcessId);
}
