using System.Data;
using Npgsql;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Catalog;

/// <summary>A session of its own that sees a database as of one moment, and writes nothing.</summary>
internal sealed class CatalogSnapshot : IAsyncDisposable
{
    private NpgsqlTransaction? transaction;

    private CatalogSnapshot(PostgresConnector connector, NpgsqlConnection connection, PoolerMode? pooler, CatalogSession session)
        => (Connector, Connection, Pooler, Session) = (connector, connection, pooler, session);

    public PostgresConnector Connector { get; }

    public NpgsqlConnection Connection { get; }

    /// <summary>What stands before the server; null where that could not be told.</summary>
    public PoolerMode? Pooler { get; }

    public CatalogSession Session { get; }

    /// <summary>The transaction that sees the moment.</summary>
    public NpgsqlTransaction Transaction => transaction ?? throw new InvalidOperationException("The snapshot was not begun.");

    /// <summary>Connects, and takes the moment.</summary>
    /// <exception cref="MigrationException">No connection could be opened, TransactionPoolerRefused, ServerVersionUnsupported or SourceNotRead.</exception>
    public static async Task<CatalogSnapshot> OpenAsync(DatabaseEndpoint endpoint, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var snapshot = await ConnectAsync(endpoint, observer, cancellationToken).ConfigureAwait(false);
        try
        {
            await snapshot.BeginAsync(cancellationToken).ConfigureAwait(false);
            return snapshot;
        }
        catch
        {
            await snapshot.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Connects; the settings of the session are still the role's and the database's own.</summary>
    /// <exception cref="MigrationException">No connection could be opened, TransactionPoolerRefused or ServerVersionUnsupported.</exception>
    public static async Task<CatalogSnapshot> ConnectAsync(DatabaseEndpoint endpoint, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var connector = new PostgresConnector(MigrationRoute.Prepare(endpoint, observer), new ConnectorOptions(), observer);
        NpgsqlConnection? connection = null;
        try
        {
            connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
            var pooler = await PoolerProbe.RequireOwnSessionAsync(connection, connector, cancellationToken).ConfigureAwait(false);
            return new(connector, connection, pooler, await CatalogSession.StartAsync(connection, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            if (connection is not null) await connection.DisposeAsync().ConfigureAwait(false);
            await connector.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes the moment, with what is set for sessions that read.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await Session.PrepareForReadingAsync(cancellationToken).ConfigureAwait(false);
        transaction = await Connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
        await Session.ExecuteAsync("SET TRANSACTION READ ONLY", cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (transaction is not null) await transaction.DisposeAsync().ConfigureAwait(false);
        await Connection.DisposeAsync().ConfigureAwait(false);
        await Connector.DisposeAsync().ConfigureAwait(false);
    }
}
