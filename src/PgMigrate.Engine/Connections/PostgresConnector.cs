using Npgsql;

namespace PgMigrate.Engine.Connections;

/// <summary>Opens connections to one PostgreSQL endpoint, all with the same settings.</summary>
internal sealed class PostgresConnector(DatabaseEndpoint endpoint, ConnectorOptions options, IMigrationObserver observer) : IAsyncDisposable
{
    private readonly NpgsqlDataSource dataSource = NpgsqlDataSource.Create(ConnectionSettings(endpoint, options));

    public DatabaseEndpoint Endpoint { get; } = endpoint;

    public IMigrationObserver Observer { get; } = observer;

    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
        => await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

    public ValueTask DisposeAsync() => dataSource.DisposeAsync();

    private static string ConnectionSettings(DatabaseEndpoint endpoint, ConnectorOptions options) => new NpgsqlConnectionStringBuilder
    {
        Host = string.Join(',', endpoint.Hosts.Select(host => host.Name)),
        Port = endpoint.Port,
        Database = endpoint.Database,
        Username = endpoint.Username,
        Password = endpoint.Password,
        ApplicationName = options.ApplicationName,
        Pooling = false,
        CommandTimeout = 0,
        ReadBufferSize = options.BufferSize,
        WriteBufferSize = options.BufferSize,
        IncludeErrorDetail = true,
    }.ConnectionString;
}
