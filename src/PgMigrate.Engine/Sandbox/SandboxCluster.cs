using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PgMigrate.Engine.Sandbox;

/// <summary>The cluster of one sandbox: made with initdb, configured to be fast and thrown away, started on a free loopback port.</summary>
internal sealed class SandboxCluster(string folder, PostgresInstallation installation, ServerAccount account)
{
    private const int PortAttempts = 5;

    // A socket's path must fit in sockaddr_un: 104 bytes on macOS, 108 on Linux, with ".s.PGSQL.65535" and a final NUL.
    private const int LongestSocketFolder = 85;

    private readonly string data = SandboxFolder.DataOf(folder);

    /// <summary>Makes the cluster, with one superuser of this name.</summary>
    public async Task InitializeAsync(string superuser, string password, CancellationToken cancellationToken)
    {
        var passwordFile = Path.Combine(folder, "password");
        try
        {
            await WritePasswordAsync(passwordFile, password, cancellationToken).ConfigureAwait(false);
            await account.OwnAsync(folder, cancellationToken).ConfigureAwait(false);
            ProgramResult? result = null;
            foreach (var locale in Locales())
            {
                result = await InitdbAsync(superuser, passwordFile, locale, cancellationToken).ConfigureAwait(false);
                if (result.Succeeded || !result.Error.Contains("locale", StringComparison.Ordinal)) break;
            }

            if (!result!.Succeeded) throw Failure("SandboxNotInitialized", "initdb could not make the sandbox's cluster", result.LastLine);
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    /// <summary>Starts the server and returns the port that it listens on and its process id.</summary>
    public async Task<(int Port, int ProcessId)> StartAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            await File.WriteAllTextAsync(
                Path.Combine(data, "postgresql.auto.conf"), Settings(port), cancellationToken).ConfigureAwait(false);
            var command = account.Command(
                installation.PgCtl, "start", "-D", data, "-l", SandboxFolder.LogOf(folder), "-s", "-w", "-t", "60");
            if (await ProgramRunner.RunLauncherAsync(command, folder, cancellationToken).ConfigureAwait(false) == 0)
            {
                var postmaster = await Postmaster.ReadAsync(data, cancellationToken).ConfigureAwait(false);
                return (port, postmaster?.ProcessId ?? throw Failure(
                    "SandboxNotStarted", "The sandbox's server ended right after its start", "see its log"));
            }

            var logFile = SandboxFolder.LogOf(folder);
            var log = File.Exists(logFile) ? await File.ReadAllTextAsync(logFile, cancellationToken).ConfigureAwait(false) : "";
            File.Delete(logFile);
            // Another program may take the port between its choice and the server's start.
            if (attempt < PortAttempts && log.Contains("could not bind", StringComparison.Ordinal)) continue;
            throw Failure("SandboxNotStarted", "The sandbox's server did not start", ReasonIn(log));
        }
    }

    private static async Task WritePasswordAsync(string file, string password, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var stream = new FileStream(file, options);
        await using (stream.ConfigureAwait(false))
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(password + "\n"), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The locales to try, the one that sorts alike everywhere first. PostgreSQL on Windows takes UTF8 with the C locale only.
    /// </summary>
    private static string[] Locales() => OperatingSystem.IsWindows() ? ["C"] : ["C.UTF-8", "en_US.UTF-8", "C"];

    private async Task<ProgramResult> InitdbAsync(string superuser, string passwordFile, string locale, CancellationToken cancellationToken)
    {
        var command = account.Command(
            installation.Initdb, "-D", data, "--username=" + superuser, "--pwfile=" + passwordFile, "--auth=scram-sha-256",
            "--encoding=UTF8", "--locale=" + locale, "--no-sync");
        return await ProgramRunner.RunAsync(command, folder, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Nothing in a sandbox survives a crash, so nothing waits for the disk; logical replication can be rehearsed.</summary>
    private string Settings(int port) => string.Create(CultureInfo.InvariantCulture, $"""
        listen_addresses = '127.0.0.1'
        port = {port}
        unix_socket_directories = '{SocketFolder().Replace("'", "''", StringComparison.Ordinal)}'
        fsync = off
        full_page_writes = off
        synchronous_commit = off
        wal_level = logical
        max_wal_size = '2GB'
        checkpoint_timeout = '30min'
        max_connections = 200
        max_prepared_transactions = 10
        max_wal_senders = 20
        max_replication_slots = 20
        max_worker_processes = 20
        max_logical_replication_workers = 10
        timezone = 'UTC'
        log_timezone = 'UTC'
        lc_messages = 'C'

        """);

    /// <summary>The sandbox's folder, or none where a socket there cannot be.</summary>
    private string SocketFolder()
    {
        var isPossible = !OperatingSystem.IsWindows() && Encoding.UTF8.GetByteCount(folder) <= LongestSocketFolder;
        return isPossible && !folder.Contains(',', StringComparison.Ordinal) ? folder : "";
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string ReasonIn(string log)
    {
        var lines = log.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.FirstOrDefault(line => line.Contains("FATAL", StringComparison.Ordinal)) ?? lines.LastOrDefault() ?? "it wrote no log";
    }

    private MigrationException Failure(string errorId, string what, string reason)
        => new(errorId, MigrationErrorCategory.ResourceUnavailable, $"{what}: {reason.TrimEnd('.')}.")
        {
            Subject = folder,
            Remedy = account.Name is null
            ? "Check that the folder can be written and that another PostgreSQL starts on this machine."
            : $"Check that {account.Name}, which the server runs as because PostgreSQL refuses root, can reach the folder and "
                + $"{installation.Folder}.",
        };
}
