using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Sqlite;
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
        if (endpoint.Kind == DatabaseKind.Sqlite) return SqliteSource.Open(endpoint.Database, ForSqlite(selection), observer);
        if (endpoint.Kind == DatabaseKind.Archive) return await OpenArchiveAsync(endpoint.Database, selection, cancellationToken).ConfigureAwait(false);
        var connector = new PostgresConnector(MigrationRoute.Prepare(endpoint, observer), ConnectorOptions, observer);
        return await PostgresSource.OpenAsync(connector, selection, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What it holds says what it is, not its name.</summary>
    private static async Task<IMigrationSource> OpenArchiveAsync(string path, SourceSelection selection, CancellationToken cancellationToken)
        => Archive.Detect(path) == ArchiveFormat.Plain
            ? await ScriptSource.OpenAsync(path, cancellationToken).ConfigureAwait(false)
            : await ArchiveSource.OpenAsync(path, selection.WithRows, cancellationToken).ConfigureAwait(false);

    private static SqliteSourceOptions ForSqlite(SourceSelection selection) => new()
    {
        Filter = selection.Filter,
        Schema = selection.DestinationSchema ?? "public",
        Types = new() { InferTypes = selection.InferTypes, IdentifierCase = selection.IdentifierCase },
        IsProfiled = selection.WithDefinitions,
    };
}
