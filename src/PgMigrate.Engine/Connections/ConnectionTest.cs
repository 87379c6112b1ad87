using System.Diagnostics;
using System.Security.Authentication;
using Npgsql;

namespace PgMigrate.Engine.Connections;

/// <summary>Finds out what a connection is, what its role may do and how fast it answers. It changes nothing.</summary>
public static class ConnectionTest
{
    /// <exception cref="MigrationException">
    /// The connection could not be opened, or the file is no SQLite database that can be read.
    /// </exception>
    public static async Task<DatabaseConnectionReport> RunAsync(
        DatabaseEndpoint endpoint, ConnectionTestOptions options, IMigrationObserver observer, CancellationToken cancellationToken)
        => endpoint.Kind == DatabaseKind.Sqlite
            ? await SqliteConnectionTest.RunAsync(endpoint, options, cancellationToken).ConfigureAwait(false)
            : await RunPostgresAsync(endpoint, options, observer, cancellationToken).ConfigureAwait(false);

    private static async Task<DatabaseConnectionReport> RunPostgresAsync(
        DatabaseEndpoint endpoint, ConnectionTestOptions options, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var connectorOptions = new ConnectorOptions { Retries = options.Retries, RetryDelay = options.RetryDelay };
        var connector = new PostgresConnector(endpoint, connectorOptions, observer);
        await using var connectorScope = connector.ConfigureAwait(false);
        var started = Stopwatch.GetTimestamp();
        var connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionScope = connection.ConfigureAwait(false);
        var connectTime = Stopwatch.GetElapsedTime(started);
        var stream = connector.EncryptedStream;
        var (protocol, cipher) = stream is null ? (SslProtocols.None, null) : (stream.SslProtocol, stream.NegotiatedCipherSuite.ToString());
        try
        {
            var latency = await Latency.MeasureAsync(
                token => PingAsync(connection, token), options.Pings, cancellationToken).ConfigureAwait(false);
            var session = await SessionFacts.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
            return new DatabaseConnectionReport
            {
                Endpoint = endpoint,
                ServerVersion = connection.PostgreSqlVersion,
                IsEncrypted = stream is not null,
                IsCertificateVerified = stream is not null && connector.VerifiesCertificate,
                TlsProtocol = stream is null ? null : protocol.ToString(),
                TlsCipher = cipher,
                Role = session.Role,
                IsSuperuser = session.IsSuperuser,
                CanReplicate = session.CanReplicate,
                CanBypassRowSecurity = session.CanBypassRowSecurity,
                CanSetReplicationRole = await SessionFacts.CanSetReplicationRoleAsync(connection, cancellationToken).ConfigureAwait(false),
                CanCreateSchema = session.CanCreateSchema,
                CanCreateExtension = session.CanCreateExtension,
                Pooler = await PoolerProbe.DetectAsync(connection, connector, cancellationToken).ConfigureAwait(false),
                DatabaseSize = session.DatabaseSize,
                ConnectionsUsed = session.ConnectionsUsed,
                ConnectionsAllowed = session.ConnectionsAllowed,
                StatementTimeout = session.StatementTimeout,
                ConnectTime = connectTime,
                LatencyP50 = latency.P50,
                LatencyP95 = latency.P95,
                Pings = latency.Pings,
            };
        }
        catch (NpgsqlException failure)
        {
            throw ConnectionErrors.Translate(failure, endpoint);
        }
    }

    private static async Task PingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand("SELECT 1", connection);
        await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }
}
