using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(PgMigrate.Engine.Tests.Sqlite.TemporaryServer))]

namespace PgMigrate.Engine.Tests.Sqlite;

/// <summary>A PostgreSQL 15 of Debian's package in a temporary folder, for the tests of printed DDL.</summary>
public sealed class TemporaryServer : IAsyncLifetime
{
    private const string Binaries = "/usr/lib/postgresql/15/bin";

    private readonly string folder = Path.Combine(Path.GetTempPath(), "pgmigrate-ddl-" + Guid.NewGuid().ToString("N")[..8]);
    private int port;
    private int databases;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(folder);
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        await RunAsync("/bin/chmod", "777", folder);
        await AsServerAsync($"{Binaries}/initdb", "-D", $"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        await AsServerAsync(
            $"{Binaries}/pg_ctl", "-D", $"{folder}/data", "-w", "-l", $"{folder}/log", "-o", $"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off", "start");
    }

    public async ValueTask DisposeAsync()
    {
        await AsServerAsync($"{Binaries}/pg_ctl", "-D", $"{folder}/data", "-m", "immediate", "stop");
        await AsServerAsync("/bin/rm", "-rf", $"{folder}/data", $"{folder}/log");
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Opens a new, empty database.</summary>
    public async Task<NpgsqlConnection> OpenEmptyDatabaseAsync()
    {
        var name = $"ddl_{Interlocked.Increment(ref databases)}";
        await using (var main = new NpgsqlConnection(ConnectionString("postgres")))
        {
            await main.OpenAsync();
            await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", main);
            await create.ExecuteNonQueryAsync();
        }

        var connection = new NpgsqlConnection(ConnectionString(name));
        await connection.OpenAsync();
        return connection;
    }

    private string ConnectionString(string database) => $"Host=127.0.0.1;Port={port};Username=postgres;Database={database};Pooling=false";

    /// <summary>A server refuses to run as root.</summary>
    private static Task AsServerAsync(string program, params string[] arguments) => Environment.UserName == "root"
        ? RunAsync("/usr/bin/setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. arguments])
        : RunAsync(program, arguments);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // Redirected output would be held open by the server that pg_ctl leaves behind.
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
