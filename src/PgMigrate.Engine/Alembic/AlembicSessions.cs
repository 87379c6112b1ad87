using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Alembic;

/// <summary>The sessions that the program opened on the server: a killed program's statement runs on there until it ends.</summary>
internal static class AlembicSessions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A name for one run's sessions. Drivers that are made of libpq, psycopg2 and psycopg, take it from PGAPPNAME.</summary>
    public static string NewName() => $"pgmigrate-alembic-{Guid.NewGuid():N}"[..40];

    /// <summary>Ends the sessions of that name, so that what they had begun is rolled back. What cannot be ended is only told.</summary>
    public static async Task EndAsync(DatabaseEndpoint database, string name, IMigrationObserver observer)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var connector = new PostgresConnector(database, new ConnectorOptions(), observer);
            await using var connectorEnd = connector.ConfigureAwait(false);
            var connection = await connector.OpenAsync(patience.Token).ConfigureAwait(false);
            await using var connectionEnd = connection.ConfigureAwait(false);
            var session = await CatalogSession.StartAsync(connection, patience.Token).ConfigureAwait(false);
            await session.ExecuteAsync(
                $"SELECT pg_catalog.pg_terminate_backend(a.pid) FROM pg_catalog.pg_stat_activity a WHERE a.application_name = {SqlText.Literal(name)}",
                patience.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is MigrationException or OperationCanceledException)
        {
            observer.Warning($"Alembic was stopped, but its sessions on the server could not be ended: {failure.Message}");
        }
    }
}
