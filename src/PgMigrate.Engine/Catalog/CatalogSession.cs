using System.Globalization;
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
    public static async Task<CatalogSession> StartAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand("SELECT pg_catalog.current_setting('server_version_num')", connection);
        var text = (string)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        var version = int.Parse(text, CultureInfo.InvariantCulture);
        if (version >= OldestServerVersion) return new(connection, version);

        throw new MigrationException(
            "ServerVersionUnsupported", MigrationErrorCategory.InvalidOperation, $"The server is PostgreSQL {version / 10000}.")
        {
            Subject = connection.Host,
            Remedy = "Upgrade the server to PostgreSQL 12 or later first.",
        };
    }

    /// <summary>Sets for this session what pg_dump sets before it reads: see <see cref="SessionSettings"/>.</summary>
    public Task PrepareForReadingAsync(CancellationToken cancellationToken) => SessionSettings.ApplyAsync(Connection, cancellationToken);

    /// <summary>The newer form of an SQL fragment where the server's major version has it, else the older one.</summary>
    public string Since(int majorVersion, string newer, string older) => ServerVersion >= majorVersion * 10000 ? newer : older;

    /// <summary>The rows of a catalog query, each read by <paramref name="read"/>.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        using var command = new NpgsqlCommand(sql, Connection);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) rows.Add(read(reader));
        }

        return rows;
    }
}
