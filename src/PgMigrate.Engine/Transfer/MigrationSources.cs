using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Opens the source that an endpoint names.</summary>
internal static class MigrationSources
{
    /// <summary>Large driver buffers: a COPY is thousands of small messages.</summary>
    public static ConnectorOptions ConnectorOptions { get; } = new() { BufferSize = 64 * 1024 };

    public static async Task<IMigrationSource> OpenAsync(
        TableCopyRequest request, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var filter = new ObjectFilter(request.Tables, request.ExcludeTables, request.Schemas, request.ExcludeSchemas);
        var connector = new PostgresConnector(request.Source, ConnectorOptions, observer);
        return await PostgresSource.OpenAsync(connector, table => filter.Includes(table.QualifiedName), cancellationToken).ConfigureAwait(false);
    }
}
