using System.Diagnostics;
using System.Globalization;
using Npgsql;
using PgMigrate.Engine.Sandbox;
using PgMigrate.Engine.Tests.Sandbox;
using Xunit;

namespace PgMigrate.Engine.Tests.Servers;

/// <summary>A server for one test, which may crash it and start it again.</summary>
internal sealed class PrivateServer : IAsyncDisposable
{
    private readonly PgSandbox sandbox;
    private readonly string pgCtl;
    private readonly ServerAccount account;

    private PrivateServer(PgSandbox sandbox, string pgCtl, ServerAccount account)
        => (this.sandbox, this.pgCtl, this.account) = (sandbox, pgCtl, account);

    public DatabaseEndpoint Endpoint => sandbox.Endpoint;

    public static async Task<PrivateServer> StartAsync(int major = TestServers.Default)
    {
        var version = major == TestServers.Default ? null : major.ToString(CultureInfo.InvariantCulture);
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Version = version }, new RecordingObserver(), CancellationToken.None);
        var record = await SandboxRecord.ReadAsync(SandboxRecord.FileOf(sandbox.Path), CancellationToken.None);
        return new(sandbox, record!.PgCtl, await ServerAccount.ChooseAsync(CancellationToken.None));
    }

    /// <summary>Stops the server as pg_ctl's immediate mode does: every session is told, and nothing is written.</summary>
    public async Task StopImmediatelyAsync() => Assert.Equal(0, await PgCtlAsync("stop", "-m", "immediate"));

    /// <summary>Kills the postmaster: its sessions end as soon as they see that it is gone.</summary>
    public async Task KillPostmasterAsync()
    {
        var postmaster = await Postmaster.ReadAsync(Data, CancellationToken.None);
        using var process = Process.GetProcessById(postmaster!.ProcessId);
        process.Kill();
        await Eventually.HoldsAsync("the postmaster is gone", () => !SandboxProcess.IsAlive(postmaster.ProcessId));
    }

    /// <summary>Starts the server again on its port, once what is left of the old one has let go of its shared memory.</summary>
    public async Task StartAgainAsync()
    {
        await Eventually.HoldsAsync("the server starts again", async () => await PgCtlAsync("start", "-l", SandboxFolder.LogOf(sandbox.Path)) == 0);
        await Eventually.HoldsAsync("the server answers", AnswersAsync);
    }

    /// <summary>Starts the server again as a standby, whose primary is gone.</summary>
    public async Task StartAgainAsStandbyAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(Data, "standby.signal"), "");
        await StartAgainAsync();
    }

    public async ValueTask DisposeAsync() => await SandboxServer.StopAsync(sandbox, CancellationToken.None);

    private string Data => SandboxFolder.DataOf(sandbox.Path);

    private async Task<int> PgCtlAsync(string verb, params string[] arguments)
        => await ProgramRunner.RunLauncherAsync(account.Command([pgCtl, verb, "-D", Data, "-s", "-w", .. arguments]), sandbox.Path, CancellationToken.None);

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return await Sql.ScalarAsync<int>(Endpoint, "SELECT 1") == 1;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
