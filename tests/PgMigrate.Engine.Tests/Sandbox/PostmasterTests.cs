using System.Globalization;
using PgMigrate.Engine.Sandbox;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Sandbox;

/// <summary>Which process a sandbox's teardown may stop.</summary>
public sealed class PostmasterTests(TestServers servers)
{
    [Fact]
    public async Task Knows_its_server()
    {
        var sandbox = await servers.ServerAsync();

        var postmaster = await Postmaster.ReadAsync(SandboxFolder.DataOf(sandbox.Path), TestContext.Current.CancellationToken);

        Assert.Equal(sandbox.ProcessId, postmaster?.ProcessId);
        Assert.True(postmaster!.IsAlive);
    }

    [Fact]
    public async Task Takes_no_other_server_with_the_id_of_a_dead_one_for_it()
    {
        var sandbox = await servers.ServerAsync();

        Assert.False(new Postmaster(sandbox.ProcessId, DateTime.UtcNow.AddDays(-1)).IsAlive);
    }

    [Fact]
    public async Task Takes_no_other_program_with_the_id_of_a_dead_server_for_it()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        var folder = Directory.CreateTempSubdirectory();
        var started = new DateTimeOffset(self.StartTime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        await File.WriteAllLinesAsync(
            Path.Combine(folder.FullName, "postmaster.pid"), [$"{self.Id}", folder.FullName, started], TestContext.Current.CancellationToken);

        var postmaster = await Postmaster.ReadAsync(folder.FullName, TestContext.Current.CancellationToken);

        Assert.Equal(self.Id, postmaster?.ProcessId);
        Assert.False(postmaster!.IsAlive);
        folder.Delete(recursive: true);
    }
}
