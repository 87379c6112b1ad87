using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Assessment;

/// <summary>A database under assessment, read as of one moment, in a transaction that can write nothing.</summary>
internal sealed class AssessmentSession : IAsyncDisposable
{
    private const string Savepoint = "pgmigrate_check";

    private readonly CatalogSnapshot snapshot;

    private AssessmentSession(CatalogSnapshot snapshot) => this.snapshot = snapshot;

    public PostgresConnector Connector => snapshot.Connector;

    public NpgsqlConnection Connection => snapshot.Connection;

    public CatalogSession Catalog => snapshot.Session;

    public DatabaseEndpoint Endpoint => Connector.Endpoint;

    /// <summary>What stands before the server; null where that could not be told.</summary>
    public PoolerMode? Pooler => snapshot.Pooler;

    /// <summary>Connects; the settings of the session are still the role's and the database's own.</summary>
    /// <exception cref="MigrationException">No connection could be opened, TransactionPoolerRefused or ServerVersionUnsupported.</exception>
    public static async Task<AssessmentSession> OpenAsync(DatabaseEndpoint endpoint, IMigrationObserver observer, CancellationToken cancellationToken)
        => new(await CatalogSnapshot.ConnectAsync(endpoint, observer, cancellationToken).ConfigureAwait(false));

    /// <summary>Begins the transaction, with what is set for sessions that read.</summary>
    public Task BeginAsync(CancellationToken cancellationToken) => snapshot.BeginAsync(cancellationToken);

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

    public ValueTask DisposeAsync() => snapshot.DisposeAsync();
}
