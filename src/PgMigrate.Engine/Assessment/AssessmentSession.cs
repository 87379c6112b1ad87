using System.Data;
using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Assessment;

/// <summary>A database under assessment, read as of one moment, in a transaction that can write nothing.</summary>
internal sealed class AssessmentSession : IAsyncDisposable
{
    private const string Savepoint = "pgmigrate_check";

    private AssessmentSession(PostgresConnector connector, NpgsqlConnection connection, CatalogSession catalog)
        => (Connector, Connection, Catalog) = (connector, connection, catalog);

    public PostgresConnector Connector { get; }

    public NpgsqlConnection Connection { get; }

    public CatalogSession Catalog { get; }

    public DatabaseEndpoint Endpoint => Connector.Endpoint;

    /// <summary>What stands before the server; null where nobody tried.</summary>
    public PoolerMode? Pooler { get; private set; }

    /// <summary>Finds out what stands before the server. Nothing may have been set or begun yet.</summary>
    public async Task ProbePoolerAsync(CancellationToken cancellationToken)
        => Pooler = await PoolerProbe.DetectAsync(Connection, Connector, cancellationToken).ConfigureAwait(false);

    /// <summary>Connects; the settings of the session are still the role's and the database's own.</summary>
    public static async Task<AssessmentSession> OpenAsync(DatabaseEndpoint endpoint, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var connector = new PostgresConnector(MigrationRoute.Prepare(endpoint, observer), new ConnectorOptions(), observer);
        NpgsqlConnection? connection = null;
        try
        {
            connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
            return new(connector, connection, await CatalogSession.StartAsync(connection, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            if (connection is not null) await connection.DisposeAsync().ConfigureAwait(false);
            await connector.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Begins the transaction, with what is set for sessions that read.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await Catalog.PrepareForReadingAsync(cancellationToken).ConfigureAwait(false);
        await Connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
        await Catalog.ExecuteAsync("SET TRANSACTION READ ONLY", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes sure that what a check is refused does no harm to the next.</summary>
    public Task SaveAsync(CancellationToken cancellationToken) => Catalog.ExecuteAsync($"SAVEPOINT {Savepoint}", cancellationToken);

    /// <summary>Goes back to where the check began.</summary>
    public Task TakeBackAsync(CancellationToken cancellationToken) => Catalog.ExecuteAsync($"ROLLBACK TO SAVEPOINT {Savepoint}", cancellationToken);

    /// <summary>Whether a check failed because it could not look at what it needs: the role may not, or others hold it.</summary>
    public static bool IsRefusal(MigrationException error) => error.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.LockNotAvailable;

    /// <summary>Says that a check could not look at what it needs.</summary>
    public AssessmentFinding NotPermitted(string check, MigrationException refused) => new()
    {
        Check = check,
        Severity = FindingSeverity.NotChecked,
        Object = Connection.Database,
        What = refused.SqlState == PostgresErrorCodes.LockNotAvailable ? $"Another session holds what this check needs: {refused.Message}" : $"The role may not look at what this check needs: {refused.Message}",
        Remedy = refused.SqlState == PostgresErrorCodes.LockNotAvailable ? "Look again when nobody holds it." : "Look as the database's owner, or as a role that bypasses row-level security.",
    };

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync().ConfigureAwait(false);
        await Connector.DisposeAsync().ConfigureAwait(false);
    }
}
