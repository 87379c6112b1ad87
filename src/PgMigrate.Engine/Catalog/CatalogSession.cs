using Npgsql;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Catalog;

/// <summary>An open connection as the catalog's queries use it. The connection stays its owner's.</summary>
internal sealed class CatalogSession
{
    private const int OldestServerVersion = 120000;

    private CatalogSession(NpgsqlConnection connection, int serverVersion)
    {
        Connection = connection;
        ServerVersion = serverVersion;
    }

    public NpgsqlConnection Connection { get; }

    /// <summary>The server's version as <c>server_version_num</c> gives it, such as 150004.</summary>
    public int ServerVersion { get; }

    /// <summary>Learns the server's version; refuses one that is older than PostgreSQL 12.</summary>
    /// <exception cref="MigrationException">ServerVersionUnsupported, or SourceNotRead.</exception>
    public static async Task<CatalogSession> StartAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var settings = await QueryAsync(
            connection,
            "SELECT pg_catalog.current_setting('server_version_num')::int",
            row => row.GetInt32(0),
            cancellationToken).ConfigureAwait(false);
        var version = settings[0];
        if (version >= OldestServerVersion) return new(connection, version);

        throw new MigrationException(
            "ServerVersionUnsupported", MigrationErrorCategory.InvalidOperation, $"The server is PostgreSQL {version / 10000}.")
        {
            Subject = connection.Host,
            Remedy = "Upgrade the server to PostgreSQL 12 or later first.",
        };
    }

    /// <summary>Sets for this session what pg_dump sets before it reads: see <see cref="SessionSettings"/>.</summary>
    public Task PrepareForReadingAsync(CancellationToken cancellationToken) => SessionSettings.ApplyForReadingAsync(Connection, cancellationToken);

    /// <summary>The newer form of an SQL fragment where the server's major version has it, else the older one.</summary>
    public string Since(int majorVersion, string newer, string older) => ServerVersion >= majorVersion * 10000 ? newer : older;

    /// <summary>Runs a statement whose rows, if any, do not matter.</summary>
    /// <exception cref="MigrationException">SourceNotRead: the server refused, or the connection broke.</exception>
    public Task ExecuteAsync(string sql, CancellationToken cancellationToken) => QueryAsync(sql, _ => true, cancellationToken);

    /// <summary>The rows of a catalog query, each read by <paramref name="read"/>.</summary>
    /// <exception cref="MigrationException">SourceNotRead: the server refused, or the connection broke.</exception>
    public Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
        => QueryAsync(Connection, sql, read, cancellationToken);

    private static async Task<List<T>> QueryAsync<T>(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        try
        {
            var rows = new List<T>();
            using var command = new NpgsqlCommand(sql, connection);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) rows.Add(read(reader));
            }

            return rows;
        }
        catch (NpgsqlException failure)
        {
            throw CatalogErrors.Unreadable(failure, connection.Database);
        }
        catch (InvalidCastException nothing)
        {
            // What the server prints of an object that is gone is NULL.
            throw CatalogErrors.Changed("An object of the source", connection.Database, nothing);
        }
    }
}
