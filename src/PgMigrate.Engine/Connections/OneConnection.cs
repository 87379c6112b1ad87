using Npgsql;

namespace PgMigrate.Engine.Connections;

/// <summary>Opens a connection for one piece of work, and closes it.</summary>
internal static class OneConnection
{
    /// <summary>Works on the way to the server that a migration takes.</summary>
    /// <exception cref="MigrationException">The connection could not be opened or was lost, or the server refused what the work did not expect it to.</exception>
    public static Task<T> UseAsync<T>(DatabaseEndpoint database, IMigrationObserver observer, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
        => UseAsIsAsync(MigrationRoute.Prepare(database, observer), observer, work, cancellationToken);

    /// <summary>The same on the way that the endpoint says, a pooler in transaction mode included.</summary>
    public static async Task<T> UseAsIsAsync<T>(DatabaseEndpoint database, IMigrationObserver observer, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        var connector = new PostgresConnector(database, new(), observer);
        await using var closingConnector = connector.ConfigureAwait(false);
        var connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        try
        {
            return await work(connection).ConfigureAwait(false);
        }
        catch (NpgsqlException failure)
        {
            throw ConnectionErrors.Translate(failure, database);
        }
    }
}
