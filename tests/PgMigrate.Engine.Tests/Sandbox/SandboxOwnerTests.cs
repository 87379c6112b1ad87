using System.Diagnostics;
using PgMigrate.Engine.Sandbox;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Sandbox;

/// <summary>What becomes of a sandbox when the process that started it ends without stopping it.</summary>
public sealed class SandboxOwnerTests
{
    [Fact]
    public async Task Goes_when_its_owner_is_killed()
    {
        using var owner = StartOwner();
        var (server, folder) = await SandboxOfAsync(owner);
        Assert.True(SandboxProcess.IsAlive(server));
        Assert.True(Directory.Exists(folder));

        owner.Kill(); // SIGKILL: nothing of the owner's runs any more.

        await GoneAsync(server, folder);
    }

    [Fact]
    public async Task Goes_when_its_owner_ends_without_stopping_it()
    {
        using var owner = StartOwner();
        var (server, folder) = await SandboxOfAsync(owner);

        owner.StandardInput.Close();

        await GoneAsync(server, folder);
    }

    [Fact]
    public async Task Goes_with_the_next_start_when_owner_and_watch_are_killed_together()
    {
        using var owner = StartOwner();
        var (server, folder) = await SandboxOfAsync(owner);

        owner.Kill(entireProcessTree: true);
        await owner.WaitForExitAsync(TestContext.Current.CancellationToken);
        await using var next = await StartedAsync();

        await GoneAsync(server, folder, isSwept: true);
    }

    private static Process StartOwner() => Process.Start(new ProcessStartInfo("dotnet")
    {
        ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, "PgMigrate.SandboxOwner.dll") },
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    private static async Task<(int Server, string Folder)> SandboxOfAsync(Process owner)
    {
        var line = await owner.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(line);
        var parts = line.Split('|', 2);
        return (int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), parts[1]);
    }

    private static async Task GoneAsync(int server, string folder, bool isSwept = false)
    {
        await Eventually.HoldsAsync("the server is gone", () => !SandboxProcess.IsAlive(server));
        // Windows ends the server with its owner; nothing is left there to delete the folder until the next start.
        if (OperatingSystem.IsWindows() && !isSwept) await using (await StartedAsync()) { }
        await Eventually.HoldsAsync("the folder is gone", () => !Directory.Exists(folder));
        await Eventually.HoldsAsync("the record is gone", () => !File.Exists(SandboxRecord.FileOf(folder)));
    }

    private static async Task<Started> StartedAsync()
        => new(await SandboxServer.StartAsync(new SandboxOptions(), new RecordingObserver(), TestContext.Current.CancellationToken));

    private sealed record Started(PgSandbox Sandbox) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await SandboxServer.StopAsync(Sandbox, CancellationToken.None);
    }
}
