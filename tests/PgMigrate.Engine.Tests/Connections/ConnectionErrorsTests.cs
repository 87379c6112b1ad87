using System.Net;
using System.Net.Sockets;
using Npgsql;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Connections;

public sealed class ConnectionErrorsTests(TestServers servers)
{
    private static readonly DatabaseEndpoint Supabase
        = EndpointParser.Parse("postgres://postgres.abcdefghijklmnopqrst:c4n4ry@aws-0-eu-west-1.pooler.supabase.com:5432/postgres");

    private static readonly DatabaseEndpoint Direct = EndpointParser.Parse("postgres://postgres:c4n4ry@db.abcdefghijklmnopqrst.supabase.co/postgres");

    [Theory]
    [InlineData("Tenant or user not found", "XX000", "TenantNotFound", false)]
    [InlineData("(ENOTFOUND) tenant/user postgres.x not found", "XX000", "TenantNotFound", false)]
    [InlineData("(ENOIDENTIFIER) no tenant identifier provided", "XX000", "TenantMissing", false)]
    [InlineData("(EWRONGPASSWORD) password authentication failed", "28P01", "AuthenticationFailed", false)]
    [InlineData("password authentication failed for user \"postgres\"", "28P01", "AuthenticationFailed", false)]
    [InlineData("Max client connections reached", "XX000", "PoolerFull", true)]
    [InlineData("(EMAXCONNSESSION) max clients reached in session mode", "XX000", "PoolerFull", true)]
    [InlineData("(ESSLREQUIRED) SSL connection is required for user", "XX000", "TlsRequired", false)]
    [InlineData("(EADDRNOTALLOWED) address not in tenant allow_list", "XX000", "ClientNotAllowed", false)]
    [InlineData("(ECHECKOUTTIMEOUT) unable to check out connection from the pool after 60000ms", "XX000", "PoolerBusy", true)]
    [InlineData("(ECIRCUITBREAKER) too many authentication failures", "XX000", "LoginsLockedOut", false)]
    [InlineData("sorry, too many clients already", "53300", "TooManyConnections", true)]
    [InlineData("the database system is starting up", "57P03", "ServerNotReady", true)]
    [InlineData("no pg_hba.conf entry for host \"1.2.3.4\", user \"u\", database \"d\", no encryption", "28000", "TlsRequired", false)]
    [InlineData("no pg_hba.conf entry for host \"1.2.3.4\", user \"u\", database \"d\", SSL encryption", "28000", "ClientNotAllowed", false)]
    [InlineData("role \"u\" is not permitted to log in", "28000", "AuthenticationFailed", false)]
    [InlineData("permission denied for database \"d\"", "42501", "ConnectDenied", false)]
    public void Says_what_a_server_or_pooler_means(string message, string state, string errorId, bool isTransient)
    {
        var failure = new PostgresException(message, "FATAL", "FATAL", state);

        var error = ConnectionErrors.Translate(failure, Supabase);

        Assert.Equal((errorId, isTransient), (error.ErrorId, ConnectionErrors.IsTransient(failure)));
        Assert.Equal(state, error.SqlState);
        AssertIsComplete(error);
    }

    [Theory]
    [InlineData(SocketError.HostNotFound, "IPv6OnlyHost", false)]
    [InlineData(SocketError.NetworkUnreachable, "IPv6OnlyHost", false)]
    [InlineData(SocketError.ConnectionRefused, "ConnectionRefused", true)]
    [InlineData(SocketError.TimedOut, "ConnectionTimeout", true)]
    public void Explains_that_a_project_s_own_host_needs_IPv6(SocketError code, string errorId, bool isTransient)
    {
        var failure = new NpgsqlException("x", new SocketException((int)code));

        var error = ConnectionErrors.Translate(failure, Direct);

        Assert.Equal((errorId, isTransient), (error.ErrorId, ConnectionErrors.IsTransient(failure)));
        AssertIsComplete(error);
        if (errorId == "IPv6OnlyHost") Assert.Contains("session pooler", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_a_host_with_IPv6_alone_from_one_that_cannot_be_reached()
    {
        var endpoint = EndpointParser.Parse("postgres://u:c4n4ry@db.example.com/d");
        var failure = new NpgsqlException("x", new SocketException((int)SocketError.NetworkUnreachable));

        Assert.Equal("IPv6OnlyHost", ConnectionErrors.Translate(failure, endpoint, addresses: [IPAddress.Parse("2001:db8::1")]).ErrorId);
        Assert.Equal("HostUnreachable", ConnectionErrors.Translate(failure, endpoint, addresses: [IPAddress.Parse("192.0.2.1")]).ErrorId);
    }

    [Fact]
    public async Task Wrong_password_is_told_once_and_not_tried_again()
    {
        var observer = new RecordingObserver();

        var error = await FailureAsync((await ServerAsync()) with { Password = "c4n4ry" }, observer);

        Assert.Equal(("AuthenticationFailed", "28P01"), (error.ErrorId, error.SqlState));
        Assert.Empty(observer.VerboseMessages);
        AssertIsComplete(error);
    }

    [Fact]
    public async Task Missing_password_is_asked_for()
        => Assert.Equal("PasswordMissing", (await FailureAsync((await ServerAsync()) with { Password = null }, new RecordingObserver())).ErrorId);

    [Fact]
    public async Task Missing_database_is_named()
    {
        var error = await FailureAsync((await ServerAsync()) with { Database = "no such" }, new RecordingObserver());

        Assert.Equal(("DatabaseNotFound", "3D000"), (error.ErrorId, error.SqlState));
        Assert.Contains("'no such'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closed_port_is_tried_again_as_often_as_asked_and_then_told()
    {
        var observer = new RecordingObserver();
        var endpoint = (await ServerAsync()) with { Hosts = [new EndpointHost("127.0.0.1", FreePort.Next())] };

        var error = await FailureAsync(endpoint, observer);

        Assert.Equal("ConnectionRefused", error.ErrorId);
        Assert.Equal(2, observer.VerboseMessages.Count);
        AssertIsComplete(error);
    }

    [Fact]
    public async Task Unknown_host_is_told()
    {
        var error = await FailureAsync(EndpointParser.Parse("postgres://u:c4n4ry@no-such-host.invalid/d"), new RecordingObserver());

        Assert.Equal("HostNotFound", error.ErrorId);
        AssertIsComplete(error);
    }

    [Fact]
    public async Task Encryption_that_the_server_lacks_is_told()
        => Assert.Equal("TlsNotSupported", (await FailureAsync((await ServerAsync()) with { SslMode = SslRequirement.Require }, new RecordingObserver())).ErrorId);

    [Fact]
    public async Task Something_that_is_no_PostgreSQL_server_is_told()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var hangUp = HangUpAsync(listener, TestContext.Current.CancellationToken);

        var error = await FailureAsync((await ServerAsync()) with { Hosts = [new EndpointHost("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port)] }, new RecordingObserver());

        Assert.Equal("ConnectionLost", error.ErrorId);
        listener.Stop();
        await hangUp;
    }

    [Fact]
    public async Task A_full_server_is_told()
    {
        var server = await ServerAsync();
        await Sql.ExecuteAsync(server, "CREATE ROLE single LOGIN CONNECTION LIMIT 0 PASSWORD 'x'");

        Assert.Equal("TooManyConnections", (await FailureAsync(server with { Username = "single", Password = "x" }, new RecordingObserver())).ErrorId);
    }

    [Fact]
    public async Task Bad_settings_of_the_endpoint_are_told_before_connecting()
    {
        var endpoint = EndpointParser.Parse("postgres://u:c4n4ry@h/d?connect_timeout=soon");

        Assert.Equal("InvalidEndpoint", (await FailureAsync(endpoint, new RecordingObserver())).ErrorId);
    }

    private async Task<DatabaseEndpoint> ServerAsync() => (await servers.ServerAsync()).Endpoint;

    private static async Task HangUpAsync(TcpListener listener, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(cancellationToken);
            }
        }
        catch (SocketException)
        {
            // The listener was stopped.
        }
    }

    private static Task<MigrationException> FailureAsync(DatabaseEndpoint endpoint, RecordingObserver observer)
        => Assert.ThrowsAsync<MigrationException>(async () =>
        {
            var options = new ConnectorOptions { Retries = 2, RetryDelay = TimeSpan.FromMilliseconds(1) };
            await using var connector = new PostgresConnector(endpoint, options, observer);
            await using var connection = await connector.OpenAsync(TestContext.Current.CancellationToken);
        });

    private static void AssertIsComplete(MigrationException error)
    {
        Assert.NotEmpty(error.Subject!);
        Assert.NotEmpty(error.Remedy!);
        Assert.DoesNotContain("c4n4ry", error + error.Subject + error.Remedy, StringComparison.Ordinal);
    }
}
