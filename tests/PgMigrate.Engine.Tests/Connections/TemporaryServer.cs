using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;
using PgMigrate.Engine.Connections;
using Xunit;

namespace PgMigrate.Engine.Tests.Connections;

/// <summary>A PostgreSQL server, and poolers before it, for the tests of one class.</summary>
public sealed class TemporaryServer : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-test-").FullName;
    private readonly string password = "p@ss:w/rd#" + Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
    private readonly List<Process> poolers = [];
    private DatabaseEndpoint? endpoint;

    /// <summary>The superuser's endpoint. Skips the test where no server can be started.</summary>
    public DatabaseEndpoint Endpoint
    {
        get
        {
            Assert.SkipWhen(endpoint is null, "No PostgreSQL server was found to test with.");
            return endpoint!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Find("initdb") is not { } initdb) return;
        var passwordFile = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(passwordFile, password);
        await RunAsync("chown", ["-R", "postgres", folder], asServer: false);
        var data = Path.Combine(folder, "data");
        await RunAsync(initdb, ["-D", data, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", passwordFile, "-E", "UTF8", "--locale=C", "-N"]);
        var port = FreePort();
        var settings = string.Create(CultureInfo.InvariantCulture, $"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=40");
        await RunAsync(Find("pg_ctl")!, ["-D", data, "-l", Path.Combine(folder, "log"), "-o", settings, "-w", "start"]);
        endpoint = new DatabaseEndpoint
        {
            Kind = DatabaseKind.PostgreSql,
            Hosts = [new EndpointHost("127.0.0.1", port)],
            Database = "postgres",
            Username = "postgres",
            Password = password,
            Provider = DatabaseProvider.Local,
        };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pooler in poolers)
        {
            pooler.Kill();
            await pooler.WaitForExitAsync();
            pooler.Dispose();
        }

        if (endpoint is not null) await RunAsync(Find("pg_ctl")!, ["-D", Path.Combine(folder, "data"), "-m", "immediate", "-w", "stop"]);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Runs statements as the superuser, one at a time.</summary>
    public async Task ExecuteAsync(params string[] statements)
    {
        await using var connector = new PostgresConnector(Endpoint, new ConnectorOptions { Retries = 0 }, new ObserverLog());
        await using var connection = await connector.OpenAsync(TestContext.Current.CancellationToken);
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Starts pgbouncer before the server. Skips the test where it is not installed.</summary>
    public async Task<DatabaseEndpoint> StartPoolerAsync(string mode)
    {
        var program = Find("pgbouncer");
        Assert.SkipWhen(program is null, "pgbouncer is not installed.");
        var server = Endpoint;
        var port = FreePort();
        var settings = Path.Combine(folder, $"pgbouncer-{port}.ini");
        var users = Path.Combine(folder, $"users-{port}.txt");
        await File.WriteAllTextAsync(users, $"\"postgres\" \"{password}\"\n");
        await File.WriteAllTextAsync(settings, string.Create(CultureInfo.InvariantCulture, $"""
            [databases]
            postgres = host=127.0.0.1 port={server.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = {users}
            pool_mode = {mode}
            max_client_conn = 20

            """));
        await RunAsync("chown", ["postgres", settings, users], asServer: false);
        var pooler = Process.Start(Command(program!, ["-q", settings], asServer: true))!;
        _ = pooler.StandardOutput.ReadToEndAsync();
        _ = pooler.StandardError.ReadToEndAsync();
        poolers.Add(pooler);
        return server with { Hosts = [new EndpointHost("127.0.0.1", port)] };
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task RunAsync(string program, string[] arguments, bool asServer = true)
    {
        using var process = Process.Start(Command(program, arguments, asServer))!;
        // A daemon that pg_ctl leaves behind keeps these pipes open: wait for the program alone.
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} failed: {await output}{await errors}");
    }

    /// <summary>Servers refuse to run as root.</summary>
    private static ProcessStartInfo Command(string program, string[] arguments, bool asServer)
    {
        string[] command = asServer && Environment.UserName == "root"
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. arguments]
            : [program, .. arguments];
        return new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
    }

    private static string? Find(string program)
        => new[] { "/usr/lib/postgresql/15/bin", "/usr/sbin" }
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .Select(directory => Path.Combine(directory, program))
            .FirstOrDefault(File.Exists);
}
