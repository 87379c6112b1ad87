using Npgsql;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Catalog;

/// <summary>A session that sees a database as of one moment, and writes nothing.</summary>
internal sealed class CatalogSnapshot : IAsyncDisposable
{
    private readonly PostgresConnector connector;
    private readonly NpgsqlConnection connection;

    private CatalogSnapshot(PostgresConnector connector, NpgsqlConnection connection, CatalogSession session)
        => (this.connector, this.connection, Session) = (connector, connection, session);

    public CatalogSession Session { get; }

    /// <summary>Connects, and takes the moment.</summary>
    /// <exception cref="MigrationException">No connection could be opened, ServerVersionUnsupported or SourceNotRead.</exception>
    public static async Task<CatalogSnapshot> OpenAsync(DatabaseEndpoint endpoint, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var connector = new PostgresConnector(MigrationRoute.Prepare(endpoint, observer), new ConnectorOptions(), observer);
        NpgsqlConnection? connection = null;
        try
        {
            connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
            var session = await CatalogSession.StartAsync(connection, cancellationToken).ConfigureAwait(false);
            await session.PrepareForReadingAsync(cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", cancellationToken).ConfigureAwait(false);
            return new(connector, connection, session);
        }
        catch
        {
            if (connection is not null) await connection.DisposeAsync().ConfigureAwait(false);
            await connector.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync().ConfigureAwait(false);
        await connector.DisposeAsync().ConfigureAwait(false);
    }
}
