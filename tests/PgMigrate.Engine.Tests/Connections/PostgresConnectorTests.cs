using Npgsql;
using PgMigrate.Engine.Connections;
using Xunit;

namespace PgMigrate.Engine.Tests.Connections;

public sealed class PostgresConnectorTests(TemporaryServer server) : IClassFixture<TemporaryServer>
{
    private static readonly ConnectorOptions Options = new() { Retries = 0, ApplicationName = "PgMigrate test" };

    [Fact]
    public async Task Goes_on_to_the_next_host_when_one_is_down()
    {
        var endpoint = server.Endpoint with { Hosts = [new EndpointHost("127.0.0.1", TemporaryServer.FreePort()), server.Endpoint.Hosts[0]] };

        Assert.Equal(server.Endpoint.Port.ToString(), await ScalarAsync(endpoint, "SHOW port"));
    }

    [Fact]
    public async Task Tells_that_nothing_listens_on_any_of_the_hosts()
    {
        var endpoint = server.Endpoint with
        {
            Hosts = [new EndpointHost("127.0.0.1", TemporaryServer.FreePort()), new EndpointHost("127.0.0.1", TemporaryServer.FreePort())],
        };

        var error = await Assert.ThrowsAsync<MigrationException>(() => ScalarAsync(endpoint, "SHOW port"));

        Assert.Equal("ConnectionRefused", error.ErrorId);
        Assert.Contains(endpoint.Hosts[1].ToString(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connects_through_a_Unix_socket()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The test server has no Unix socket on Windows.");
        var directory = await ScalarAsync(server.Endpoint, "SHOW unix_socket_directories");
        var endpoint = EndpointParser.Parse(DatabaseUrl.Format(server.Endpoint with { Hosts = [new EndpointHost(directory!, server.Endpoint.Port)] }, DatabaseUrlDialect.Libpq).Text);

        Assert.Equal("local", await ScalarAsync(endpoint, "SELECT coalesce(inet_client_addr()::text, 'local')"));
    }

    [Fact]
    public async Task Connects_with_what_every_dialect_says_of_the_endpoint()
    {
        foreach (var dialect in Enum.GetValues<DatabaseUrlDialect>().Except([DatabaseUrlDialect.Sqlite, DatabaseUrlDialect.FilePath]))
        {
            var endpoint = EndpointParser.Parse(DatabaseUrl.Format(server.Endpoint, dialect).Text);

            Assert.Equal("postgres", await ScalarAsync(endpoint, "SELECT current_user::text"));
        }
    }

    [Fact]
    public async Task Passes_the_endpoint_s_session_settings_and_its_own_name_to_the_server()
    {
        var options = EndpointParser.Parse(DatabaseUrl.Format(server.Endpoint, DatabaseUrlDialect.Libpq).Text + "?options=-c%20statement_timeout%3D1234%20-c%20work_mem%3D77kB");
        var path = EndpointParser.Parse(DatabaseUrl.Format(server.Endpoint, DatabaseUrlDialect.Libpq).Text + "?schema=pg_catalog");

        Assert.Equal("1234ms 77kB PgMigrate test", await ScalarAsync(options, "SELECT concat_ws(' ', current_setting('statement_timeout'), current_setting('work_mem'), current_setting('application_name'))"));
        Assert.Equal("pg_catalog", await ScalarAsync(path, "SHOW search_path"));
    }

    [Fact]
    public async Task Keeps_no_connection_after_it_is_closed()
    {
        await using var connector = new PostgresConnector(server.Endpoint, Options with { ApplicationName = "gone" }, new ObserverLog());
        await using (await connector.OpenAsync(TestContext.Current.CancellationToken))
        {
            Assert.Equal("1", await ScalarAsync(server.Endpoint, "SELECT count(*)::text FROM pg_stat_activity WHERE application_name = 'gone'"));
        }

        // The server takes a moment to notice that the client has left.
        while (await ScalarAsync(server.Endpoint, "SELECT count(*)::text FROM pg_stat_activity WHERE application_name = 'gone'") != "0")
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task Stops_trying_when_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var observer = new CancellingObserver(cancellation);
        var endpoint = server.Endpoint with { Hosts = [new EndpointHost("127.0.0.1", TemporaryServer.FreePort())] };
        await using var connector = new PostgresConnector(endpoint, new ConnectorOptions { RetryDelay = TimeSpan.FromHours(1) }, observer);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connector.OpenAsync(cancellation.Token));
    }

    private static async Task<string?> ScalarAsync(DatabaseEndpoint endpoint, string sql)
    {
        await using var connector = new PostgresConnector(endpoint, Options, new ObserverLog());
        await using var connection = await connector.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (string?)await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    private sealed class CancellingObserver(CancellationTokenSource cancellation) : IMigrationObserver
    {
        public void Progress(MigrationProgress progress)
        {
        }

        public void Verbose(string message) => cancellation.Cancel();

        public void Warning(string message)
        {
        }
    }
}
