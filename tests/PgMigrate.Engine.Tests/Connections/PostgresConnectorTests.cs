using Npgsql;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Connections;

public sealed class PostgresConnectorTests(TestServers servers)
{
    private static readonly ConnectorOptions Options = new() { Retries = 0, ApplicationName = "PgMigrate test" };

    [Fact]
    public async Task Goes_on_to_the_next_host_when_one_is_down()
    {
        var server = await ServerAsync();
        var endpoint = server with { Hosts = [new EndpointHost("127.0.0.1", FreePort.Next()), server.Hosts[0]] };

        Assert.Equal(server.Port.ToString(), await ScalarAsync(endpoint, "SHOW port"));
    }

    [Fact]
    public async Task Tells_that_nothing_listens_on_any_of_the_hosts()
    {
        var server = await ServerAsync();
        var endpoint = server with
        {
            Hosts = [new EndpointHost("127.0.0.1", FreePort.Next()), new EndpointHost("127.0.0.1", FreePort.Next())],
        };

        var error = await Assert.ThrowsAsync<MigrationException>(() => ScalarAsync(endpoint, "SHOW port"));

        Assert.Equal("ConnectionRefused", error.ErrorId);
        Assert.Contains(endpoint.Hosts[1].ToString(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connects_through_a_Unix_socket()
    {
        var server = await ServerAsync();
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The test server has no Unix socket on Windows.");
        var directory = await ScalarAsync(server, "SHOW unix_socket_directories");
        var endpoint = EndpointParser.Parse(DatabaseUrl.Format(server with { Hosts = [new EndpointHost(directory!, server.Port)] }, DatabaseUrlDialect.Libpq).Text);

        Assert.Equal("local", await ScalarAsync(endpoint, "SELECT coalesce(inet_client_addr()::text, 'local')"));
    }

    [Theory]
    [InlineData("target_session_attrs", "read-write")]
    [InlineData("target_session_attrs", "any")]
    [InlineData("require_auth", "scram-sha-256")]
    [InlineData("require_auth", "!password,!md5")]
    public async Task Connects_with_libpqs_settings_to_a_single_host(string name, string value)
    {
        var server = await ServerAsync();

        Assert.Equal("1", await ScalarAsync(server with { Settings = new Dictionary<string, string> { [name] = value } }, "SELECT 1::text"));
    }

    [Theory]
    [InlineData("require_auth", "md5")]
    [InlineData("sslnegotiation", "direct")]
    public async Task Refuses_with_its_own_error_what_the_endpoints_settings_forbid(string name, string value)
    {
        var server = await ServerAsync();
        var endpoint = server with { Settings = new Dictionary<string, string> { [name] = value } };

        await Assert.ThrowsAsync<MigrationException>(() => ScalarAsync(endpoint, "SELECT 1::text"));
    }

    [Theory]
    [InlineData("ssl_min_protocol_version", "TLSv1.3")]
    [InlineData("gssencmode", "require")]
    [InlineData("sslcrl", "/crl.pem")]
    public async Task Warns_of_protection_that_it_does_not_apply(string name, string value)
    {
        var observer = new RecordingObserver();
        var endpoint = EndpointParser.Parse($"postgres://u:x@db.example.com/d?{name}={value}");
        await using var connector = new PostgresConnector(endpoint, Options, observer);

        Assert.Contains(name, Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connects_with_what_every_dialect_says_of_the_endpoint()
    {
        var server = await ServerAsync();
        await Sql.ExecuteAsync(server, """CREATE ROLE "an odd: name@x" LOGIN PASSWORD 'p@ss:w/rd#%2F\'""");
        var odd = server with { Username = "an odd: name@x", Password = @"p@ss:w/rd#%2F\" };
        foreach (var dialect in Enum.GetValues<DatabaseUrlDialect>().Except([DatabaseUrlDialect.Sqlite, DatabaseUrlDialect.FilePath]))
        {
            var endpoint = EndpointParser.Parse(DatabaseUrl.Format(odd, dialect).Text);

            Assert.Equal(odd.Username, await ScalarAsync(endpoint, "SELECT current_user::text"));
        }
    }

    [Fact]
    public async Task Passes_the_endpoint_s_session_settings_and_its_own_name_to_the_server()
    {
        var server = await ServerAsync();
        var url = DatabaseUrl.Format(server with { SslMode = null }, DatabaseUrlDialect.Libpq).Text;
        var options = EndpointParser.Parse(url + "?options=-c%20statement_timeout%3D1234%20-c%20work_mem%3D77kB");
        var path = EndpointParser.Parse(url + "?schema=pg_catalog");

        Assert.Equal("1234ms 77kB PgMigrate test", await ScalarAsync(options, "SELECT concat_ws(' ', current_setting('statement_timeout'), current_setting('work_mem'), current_setting('application_name'))"));
        Assert.Equal("pg_catalog", await ScalarAsync(path, "SHOW search_path"));
    }

    [Fact]
    public async Task Keeps_no_connection_after_it_is_closed()
    {
        var server = await ServerAsync();
        await using var connector = new PostgresConnector(server, Options with { ApplicationName = "gone" }, new RecordingObserver());
        await using (await connector.OpenAsync(TestContext.Current.CancellationToken))
        {
            Assert.Equal("1", await ScalarAsync(server, "SELECT count(*)::text FROM pg_stat_activity WHERE application_name = 'gone'"));
        }

        // The server takes a moment to notice that the client has left.
        await Eventually.HoldsAsync("the session ends", async () =>
            await ScalarAsync(server, "SELECT count(*)::text FROM pg_stat_activity WHERE application_name = 'gone'") == "0");
    }

    [Fact]
    public async Task Stops_trying_when_cancelled()
    {
        var server = await ServerAsync();
        using var cancellation = new CancellationTokenSource();
        var observer = new CancellingObserver(cancellation);
        var endpoint = server with { Hosts = [new EndpointHost("127.0.0.1", FreePort.Next())] };
        await using var connector = new PostgresConnector(endpoint, new ConnectorOptions { RetryDelay = TimeSpan.FromHours(1) }, observer);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connector.OpenAsync(cancellation.Token));
    }

    private async Task<DatabaseEndpoint> ServerAsync() => (await servers.ServerAsync()).Endpoint;

    private static async Task<string?> ScalarAsync(DatabaseEndpoint endpoint, string sql)
    {
        await using var connector = new PostgresConnector(endpoint, Options, new RecordingObserver());
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
