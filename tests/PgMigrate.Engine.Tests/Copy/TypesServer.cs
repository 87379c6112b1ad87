using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using PgMigrate.Engine.Tests.Copy;
using Xunit;

[assembly: AssemblyFixture(typeof(TypesServer))]

namespace PgMigrate.Engine.Tests.Copy;

/// <summary>A throw-away PostgreSQL 15 for the tests of values and types.</summary>
public sealed class TypesServer : IAsyncLifetime
{
    private const string Binaries = "/usr/lib/postgresql/15/bin";

    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-types-").FullName;
    private readonly int port = FreePort();
    private bool isRunning;

    public string ConnectionString => $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Pooling=false;Include Error Detail=true";

    public async ValueTask InitializeAsync()
    {
        if (!Directory.Exists(Binaries)) return;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        await RunAsync("initdb", "-D", $"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync");
        await RunAsync("pg_ctl", "start", "-w", "-s", "-D", $"{folder}/data", "-l", $"{folder}/log",
            "-o", $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off");
        isRunning = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (isRunning) await RunAsync("pg_ctl", "stop", "-w", "-s", "-m", "immediate", "-D", $"{folder}/data");
        Directory.Delete(folder, recursive: true);
    }

    public async Task<NpgsqlConnection> OpenAsync()
    {
        Assert.SkipUnless(isRunning, $"No PostgreSQL 15 in {Binaries}.");
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        string[] command = [$"{Binaries}/{program}", .. arguments];
        // The server refuses to run as root.
        if (Environment.UserName == "root") command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", .. command];
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = folder };
        if (program != "pg_ctl") start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        if (start.RedirectStandardOutput) await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}.");
    }
}
