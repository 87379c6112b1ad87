using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Npgsql;
using PgMigrate.Engine.Sandbox;
using Xunit;

namespace PgMigrate.Engine.Tests.Servers;

/// <summary>A pgbouncer in front of a test server, gone when disposed or when the test run dies. Its absence skips the test by name.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    // The shell waits on a pipe that only this process holds: pgbouncer does not outlive the test run.
    private const string Script = """
        exec >/dev/null 2>&1
        trap '' INT
        "$@" </dev/null &
        while read -r _; do :; done
        kill $!
        wait $!
        """;

    private readonly Process shell;
    private readonly string folder;

    private PgBouncer(Process shell, string folder, DatabaseEndpoint endpoint)
    {
        this.shell = shell;
        this.folder = folder;
        Endpoint = endpoint;
    }

    /// <summary>The server's database by way of the pooler.</summary>
    public DatabaseEndpoint Endpoint { get; }

    public static async Task<PgBouncer> StartAsync(DatabaseEndpoint server, PoolerMode mode)
    {
        if (Program() is not { } program)
        {
            Assert.Skip("pgbouncer is not installed.");
            throw new UnreachableException();
        }

        var folder = Directory.CreateTempSubdirectory("pgmigrate-pgbouncer-").FullName;
        var port = FreePort.Next();
        await File.WriteAllTextAsync(Path.Combine(folder, "pgbouncer.ini"), Settings(server, mode, port, folder));
        await File.WriteAllTextAsync(Path.Combine(folder, "users.txt"), $"\"{server.Username}\" \"{server.Password}\"\n");
        var account = await ServerAccount.ChooseAsync(TestContext.Current.CancellationToken); // pgbouncer refuses root, too.
        await account.OwnAsync(folder, TestContext.Current.CancellationToken);
        var shell = ProgramRunner.Start(["/bin/sh", "-c", Script, "test-pgbouncer", .. account.Command(program, Path.Combine(folder, "pgbouncer.ini"))], "/");
        var bouncer = new PgBouncer(shell, folder, server with { Hosts = [new EndpointHost("127.0.0.1", port)] });
        await Eventually.HoldsAsync("pgbouncer answers", bouncer.AnswersAsync);
        return bouncer;
    }

    public async ValueTask DisposeAsync()
    {
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
        shell.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return await Sql.ScalarAsync<int>(Endpoint, "SELECT 1") == 1;
        }
        catch (NpgsqlException exception) when (exception.InnerException is SocketException && !shell.HasExited)
        {
            return false;
        }
    }

    private static string Settings(DatabaseEndpoint server, PoolerMode mode, int port, string folder)
        => string.Create(CultureInfo.InvariantCulture, $"""
        [databases]
        * = host={server.Host} port={server.Port}

        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = {port}
        unix_socket_dir =
        auth_type = scram-sha-256
        auth_file = {folder}/users.txt
        logfile = {folder}/pgbouncer.log
        pool_mode = {mode switch { PoolerMode.Transaction => "transaction", _ => "session" }}
        ignore_startup_parameters = extra_float_digits

        """);

    private static string? Program()
        => OperatingSystem.IsWindows() ? null : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin")
            .Select(directory => Path.Combine(directory, "pgbouncer")).FirstOrDefault(File.Exists);
}
