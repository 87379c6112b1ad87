using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Opens the source that an endpoint names.</summary>
internal static class MigrationSources
{
    /// <summary>Large driver buffers: a COPY is thousands of small messages.</summary>
    public static ConnectorOptions ConnectorOptions { get; } = new() { BufferSize = 64 * 1024 };

    public static async Task<IMigrationSource> OpenAsync(
        DatabaseEndpoint endpoint, SourceSelection selection, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var connector = new PostgresConnector(MigrationRoute.Prepare(endpoint, observer), ConnectorOptions, observer);
        return await PostgresSource.OpenAsync(connector, selection.Filter, cancellationToken).ConfigureAwait(false);
    }
}
