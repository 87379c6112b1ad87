using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Npgsql;
using Polly;
using Polly.Retry;

namespace PgMigrate.Engine.Connections;

/// <summary>Opens connections to one PostgreSQL endpoint, all with the same settings, trying again after transient failures.</summary>
internal sealed class PostgresConnector : IAsyncDisposable
{
    private readonly NpgsqlDataSource dataSource;
    private readonly ServerCertificateCheck certificates;
    private readonly ResiliencePipeline retries;
    private readonly TlsPolicy tls;

    /// <exception cref="MigrationException">The endpoint is no server's, its settings are not valid, or its root certificate cannot be read.</exception>
    public PostgresConnector(DatabaseEndpoint endpoint, ConnectorOptions options, IMigrationObserver observer)
    {
        if (endpoint.Kind != DatabaseKind.PostgreSql) throw EndpointErrors.PostgresRequired(endpoint);
        (Endpoint, Observer) = (endpoint, observer);
        tls = TlsPolicy.For(endpoint);
        certificates = new ServerCertificateCheck(tls, endpoint);
        var builder = new NpgsqlDataSourceBuilder(ConnectionSettings.Create(endpoint, options, tls));
        builder.UseSslClientAuthenticationOptionsCallback(ssl =>
        {
            certificates.Begin();
            ssl.RemoteCertificateValidationCallback = certificates.Accept;
        });
        // What is of a user's type travels as COPY or as text.
        builder.ConfigureTypeLoading(loading => loading.SetTypeLoadingSchemas("pg_catalog"));
        dataSource = Build(builder);
        retries = Retries(options);
        if (TlsPolicy.Warning(endpoint) is { } warning) observer.Warning(warning);
        foreach (var name in ConnectionSettings.Unapplied(endpoint))
        {
            observer.Warning($"PgMigrate connects to {endpoint.Host} without regard to {name}, which it cannot apply.");
        }
    }

    public DatabaseEndpoint Endpoint { get; }

    public IMigrationObserver Observer { get; }

    /// <summary>The encrypted stream of the connection that was opened last; null where it is not encrypted.</summary>
    public SslStream? EncryptedStream => certificates.Stream;

    /// <summary>How long the encryption of the connection that was opened last took to the server's certificate; null where it is not encrypted.</summary>
    public TimeSpan? HandshakeTime => certificates.HandshakeTime;

    /// <summary>Whether the server's certificate is checked.</summary>
    public bool VerifiesCertificate => tls.VerifiesCertificate;

    /// <summary>Opens one connection. It is closed, not kept, when disposed.</summary>
    /// <exception cref="MigrationException">The connection could not be opened; the message says why and the remedy what to do.</exception>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await retries.ExecuteAsync(TryOpenAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or MigrationException))
        {
            throw ConnectionErrors.Translate(
                failure, Endpoint, certificates.Refusal, await AddressesAsync(failure, cancellationToken).ConfigureAwait(false));
        }
    }

    public ValueTask DisposeAsync() => dataSource.DisposeAsync();

    private static NpgsqlDataSource Build(NpgsqlDataSourceBuilder builder)
    {
        try
        {
            return builder.Build();
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException or InvalidOperationException)
        {
            throw EndpointErrors.Contradiction(failure);
        }
    }

    private async ValueTask<NpgsqlConnection> TryOpenAsync(CancellationToken cancellationToken)
    {
        certificates.Reset();
        return await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
    }

    private ResiliencePipeline Retries(ConnectorOptions options)
    {
        if (options.Retries == 0) return ResiliencePipeline.Empty;
        return new ResiliencePipelineBuilder()
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.Retries,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = new PredicateBuilder().Handle<Exception>(
                    failure => certificates.Refusal is null && ConnectionErrors.IsTransient(failure)),
                OnRetry = attempt =>
                {
                    var reason = ConnectionErrors.Translate(attempt.Outcome.Exception!, Endpoint).Message;
                    Observer.Verbose(
                        $"{reason} Trying again in {attempt.RetryDelay.TotalSeconds:0.0} s "
                        + $"({attempt.AttemptNumber + 1} of {options.Retries}).");
                    return default;
                },
            })
            .Build();
    }

    /// <summary>The host's addresses, asked for only where they explain a failure of the network.</summary>
    private async Task<IReadOnlyList<IPAddress>> AddressesAsync(Exception failure, CancellationToken cancellationToken)
    {
        if (failure.GetBaseException() is not SocketException || Endpoint.Hosts[0].IsSocket) return [];
        try
        {
            return await Dns.GetHostAddressesAsync(Endpoint.Host, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
