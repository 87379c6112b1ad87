using System.Data;
using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>The database under test, read as of one moment, in a transaction that can write nothing.</summary>
internal sealed class ComplianceSession : IAsyncDisposable
{
    private readonly PostgresConnector connector;
    private readonly NpgsqlConnection connection;
    private readonly CatalogSession catalog;

    private ComplianceSession(PostgresConnector connector, NpgsqlConnection connection, CatalogSession catalog)
        => (this.connector, this.connection, this.catalog) = (connector, connection, catalog);

    public DatabaseEndpoint Endpoint => connector.Endpoint;

    /// <summary>Whether what this session says and hears is encrypted on its way to the server, or to the pooler before it.</summary>
    public bool IsEncrypted => connector.EncryptedStream is not null;

    /// <summary>Whether this session made sure of whom it talks to.</summary>
    public bool VerifiesServer => connector.VerifiesCertificate;

    /// <summary>Whether the database is a Supabase project's.</summary>
    public bool IsSupabase { get; private set; }

    public static async Task<ComplianceSession> OpenAsync(
        ComplianceRequest request, SupabaseProject? project, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var connector = new PostgresConnector(MigrationRoute.Prepare(request.Database, observer), new ConnectorOptions(), observer);
        NpgsqlConnection? connection = null;
        try
        {
            connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
            var catalog = await CatalogSession.StartAsync(connection, cancellationToken).ConfigureAwait(false);
            var session = new ComplianceSession(connector, connection, catalog);
            await session.PrepareAsync(request, project, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            if (connection is not null) await connection.DisposeAsync().ConfigureAwait(false);
            await connector.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The check's findings. What the role may not look at is a finding too, and stops no other check.</summary>
    public async Task<IReadOnlyList<AssessmentFinding>> RunAsync(ComplianceCheck check, CancellationToken cancellationToken)
    {
        await catalog.ExecuteAsync("SAVEPOINT compliance_check", cancellationToken).ConfigureAwait(false);
        try
        {
            return await check.RunAsync(catalog, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            await catalog.ExecuteAsync("ROLLBACK TO SAVEPOINT compliance_check", cancellationToken).ConfigureAwait(false);
            return [new()
            {
                Check = check.Name,
                Severity = FindingSeverity.NotChecked,
                Object = connection.Database,
                What = $"The role may not look at what this check needs: {refused.Message}",
                Remedy = "Look as the database's owner, or as a role that bypasses row-level security.",
            }];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync().ConfigureAwait(false);
        await connector.DisposeAsync().ConfigureAwait(false);
    }

    private async Task PrepareAsync(ComplianceRequest request, SupabaseProject? project, CancellationToken cancellationToken)
    {
        // Before the session's own settings, so that what the role has for pgrst.db_schemas counts.
        var exposed = request.ExposedSchemas.Count > 0 ? request.ExposedSchemas
            : project?.ExposedSchemas ?? await ExposedSchemas.ReadAsync(catalog, cancellationToken).ConfigureAwait(false);
        connector.Observer.Verbose($"The Data API serves the schemas {string.Join(", ", exposed)}.");
        await catalog.PrepareForReadingAsync(cancellationToken).ConfigureAwait(false);
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
        await catalog.ExecuteAsync("SET TRANSACTION READ ONLY", cancellationToken).ConfigureAwait(false);
        await catalog.ExecuteAsync(
            $"SELECT pg_catalog.set_config('{LintSql.ExposedSetting}', {SqlText.Literal(string.Join(',', exposed))}, true)", cancellationToken).ConfigureAwait(false);
        var host = await HostRecognition.OfAsync(connection, Endpoint, cancellationToken).ConfigureAwait(false);
        IsSupabase = host.Host == DatabaseProvider.Supabase;
    }
}
