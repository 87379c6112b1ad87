using PgMigrate.Engine.Sandbox;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Connections;

/// <summary>A server whose certificate changes from test to test: not one to share.</summary>
public sealed class TlsServer : IAsyncLifetime
{
    private PgSandbox? sandbox;
    private MigrationException? missing;

    /// <summary>The superuser's endpoint, which says nothing of encryption. Skips the test where no server can be started.</summary>
    public DatabaseEndpoint Endpoint
    {
        get
        {
            Assert.SkipWhen(sandbox is null, $"PostgreSQL cannot be had: {missing?.Message}");
            return sandbox!.Endpoint with { SslMode = null };
        }
    }

    /// <summary>Gives the server a certificate by SQL alone: the server itself writes the files, so that it owns its key.</summary>
    public async Task UseCertificateAsync((string Certificate, string Key) issued)
    {
        var server = Endpoint;
        var generation = Guid.NewGuid().ToString("N");
        await Sql.ExecuteAsync(server, WriteFile(issued.Certificate, $"{generation}.crt"));
        await Sql.ExecuteAsync(server, WriteFile(issued.Key, $"{generation}.key"));
        await Sql.ExecuteAsync(server, $"ALTER SYSTEM SET ssl_cert_file = '{generation}.crt'");
        await Sql.ExecuteAsync(server, $"ALTER SYSTEM SET ssl_key_file = '{generation}.key'");
        await Sql.ExecuteAsync(server, "ALTER SYSTEM SET ssl = on");
        await Sql.ExecuteAsync(server, "SELECT pg_reload_conf()");
        // A reload takes effect when the postmaster hears of it: new connections show it.
        await Eventually.HoldsAsync("new sessions see the certificate", async () =>
            await Sql.ScalarAsync<string>(server, "SELECT current_setting('ssl_cert_file') || current_setting('ssl')") == $"{generation}.crton");
    }

    public async ValueTask InitializeAsync()
    {
        try
        {
            sandbox = await SandboxServer.StartAsync(new SandboxOptions(), new RecordingObserver(), CancellationToken.None);
        }
        catch (MigrationException exception) when (exception.ErrorId == "PostgresBinariesMissing")
        {
            missing = exception;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (sandbox is not null) await SandboxServer.StopAsync(sandbox, CancellationToken.None);
    }

    private static string WriteFile(string text, string name)
        => $"COPY (SELECT unnest(string_to_array({SqlText.Literal(text.Trim())}, E'\\n'))) TO PROGRAM 'umask 077; cat > {name}'";
}
