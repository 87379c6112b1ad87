using System.Globalization;
using Npgsql;
using PgMigrate.Engine.Sandbox;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Sandbox;

public sealed class SandboxServerTests(TestServers servers)
{
    private readonly RecordingObserver observer = new();

    [Fact]
    public async Task Starts_a_server_that_knows_its_password_and_its_version()
    {
        var sandbox = await servers.ServerAsync();

        Assert.Equal(sandbox.Port.ToString(CultureInfo.InvariantCulture), await Sql.ScalarAsync<string>(sandbox.Endpoint, "SHOW port"));
        Assert.Equal("127.0.0.1", await Sql.ScalarAsync<string>(sandbox.Endpoint, "SHOW listen_addresses"));
        Assert.Equal("UTF8", await Sql.ScalarAsync<string>(sandbox.Endpoint, "SHOW server_encoding"));
        Assert.Equal("logical", await Sql.ScalarAsync<string>(sandbox.Endpoint, "SHOW wal_level"));
        Assert.StartsWith(sandbox.Version.ToString(), await Sql.ScalarAsync<string>(sandbox.Endpoint, "SHOW server_version"), StringComparison.Ordinal);
        Assert.True(await Sql.ScalarAsync<bool>(sandbox.Endpoint, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"));
    }

    [Fact]
    public async Task Refuses_a_wrong_password()
    {
        var sandbox = await servers.ServerAsync();

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => Sql.OpenAsync(sandbox.Endpoint with { Password = "wrong" }));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
    }

    [Fact]
    public async Task Takes_process_and_folder_away_when_stopped()
    {
        var sandbox = await StartAsync(new SandboxOptions());
        Assert.True(Directory.Exists(sandbox.Path));
        Assert.True(SandboxProcess.IsAlive(sandbox.ProcessId));

        await SandboxServer.StopAsync(sandbox, TestContext.Current.CancellationToken);

        Assert.False(Directory.Exists(sandbox.Path));
        Assert.False(SandboxProcess.IsAlive(sandbox.ProcessId));
        Assert.False(File.Exists(SandboxRecord.FileOf(sandbox.Path)));
    }

    [Fact]
    public async Task Says_that_the_server_does_not_make_the_database()
    {
        var error = await Assert.ThrowsAsync<MigrationException>(() => StartAsync(new SandboxOptions { DatabaseName = "template1" }));

        Assert.Equal(("SandboxDatabaseRefused", "template1"), (error.ErrorId, error.Subject));
    }

    [Fact]
    public async Task Stops_a_sandbox_that_is_stopped_already()
    {
        var sandbox = await StartAsync(new SandboxOptions());

        await SandboxServer.StopAsync(sandbox, TestContext.Current.CancellationToken);
        await SandboxServer.StopAsync(sandbox, TestContext.Current.CancellationToken);

        Assert.False(Directory.Exists(sandbox.Path));
    }

    [Fact]
    public async Task Deletes_no_folder_that_is_not_a_sandbox_of_its_own()
    {
        var folder = Directory.CreateTempSubdirectory();
        var stranger = (await servers.ServerAsync()) with { Path = folder.FullName };

        var error = await Assert.ThrowsAsync<MigrationException>(() => SandboxServer.StopAsync(stranger, TestContext.Current.CancellationToken));

        Assert.Equal("SandboxUnknown", error.ErrorId);
        Assert.True(folder.Exists);
        folder.Delete();
    }

    [Fact]
    public async Task Runs_several_at_once()
    {
        var sandboxes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StartAsync(new SandboxOptions { DatabaseName = "Shop of \"Ann\"" })));
        try
        {
            Assert.Equal(3, sandboxes.Select(sandbox => sandbox.Port).Distinct().Count());
            Assert.All(
                await Task.WhenAll(sandboxes.Select(sandbox => Sql.ScalarAsync<string>(sandbox.Endpoint, "SELECT current_database()::text"))),
                name => Assert.Equal("Shop of \"Ann\"", name));
        }
        finally
        {
            await Task.WhenAll(sandboxes.Select(sandbox => SandboxServer.StopAsync(sandbox, CancellationToken.None)));
        }
    }

    [Fact]
    public async Task Lives_in_the_folder_given_and_deletes_it()
    {
        var parent = Directory.CreateTempSubdirectory();
        if (!OperatingSystem.IsWindows()) parent.UnixFileMode |= UnixFileMode.OtherExecute; // As root, the server runs as another account.
        var folder = Path.Combine(parent.FullName, "it's here");

        var sandbox = await StartAsync(new SandboxOptions { Path = folder });
        var data = await Sql.ScalarAsync<string>(sandbox.Endpoint, "SHOW data_directory");
        await SandboxServer.StopAsync(sandbox, TestContext.Current.CancellationToken);

        Assert.Equal(folder, sandbox.Path);
        Assert.Equal(Path.Combine(folder, "data"), data);
        Assert.Empty(parent.EnumerateFileSystemInfos());
        parent.Delete();
    }

    [Fact]
    public async Task Leaves_a_folder_alone_that_holds_something()
    {
        var folder = Directory.CreateTempSubdirectory();
        var file = Path.Combine(folder.FullName, "precious.txt");
        await File.WriteAllTextAsync(file, "mine", TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<MigrationException>(() => StartAsync(new SandboxOptions { Path = folder.FullName }));

        Assert.Equal("SandboxFolderNotEmpty", error.ErrorId);
        Assert.Equal("mine", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Leaves_nothing_behind_when_its_start_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var start = SandboxServer.StartAsync(new SandboxOptions { Path = folder }, observer, cancellation.Token);
        await Eventually.HoldsAsync("initdb has begun", () => start.IsCompleted || Directory.Exists(SandboxFolder.DataOf(folder)));

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        Assert.False(Directory.Exists(folder));
        Assert.False(File.Exists(SandboxRecord.FileOf(folder)));
    }

    [Fact]
    public async Task Keeps_its_password_off_command_lines_and_out_of_files()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Other processes' command lines are read from /proc, which only Linux has.");
        var sandbox = await servers.ServerAsync();
        var password = sandbox.Endpoint.Password!;

        Assert.All(CommandLines(), line => Assert.DoesNotContain(password, line, StringComparison.Ordinal));
        string[] files = [SandboxFolder.LogOf(sandbox.Path), .. Directory.EnumerateFiles(SandboxFolder.DataOf(sandbox.Path))];
        Assert.All(files, file => Assert.DoesNotContain(password, File.ReadAllText(file), StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(sandbox.Path, "password")));
        Assert.DoesNotContain(password, sandbox.ToString(), StringComparison.Ordinal);
    }

    private Task<PgSandbox> StartAsync(SandboxOptions options)
        => SandboxServer.StartAsync(options, observer, TestContext.Current.CancellationToken);

    private static IEnumerable<string> CommandLines()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(name => char.IsAsciiDigit(Path.GetFileName(name)[0])))
        {
            string line;
            try
            {
                line = File.ReadAllText(Path.Combine(folder, "cmdline"));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                continue; // The process has ended.
            }

            yield return line;
        }
    }
}
