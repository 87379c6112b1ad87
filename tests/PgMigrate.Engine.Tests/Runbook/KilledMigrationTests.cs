using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Runbook;

/// <summary>A migration whose process is killed comes to the same end when it is resumed, and goes back to the same beginning.</summary>
public sealed class KilledMigrationTests(TestServers servers)
{
    public static TheoryData<string> Ways => WholeMigrationTests.Ways;

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Killed_after_every_step_and_resumed_it_comes_to_the_same_end(string way)
    {
        await using var stage = await RunbookStage.CreateAsync(servers, way);
        stage.Plan = stage.Plan with { Fence = true };
        var (before, plan) = (await stage.FingerprintAsync(), stage.WritePlan());

        foreach (var step in Enum.GetValues<MigrationStepName>())
        {
            await using var worker = CopyWorker.StartRunbook(stage.Source, stage.Destination, plan, killAt: $"Step {step} is done");
            await worker.GoAsync();
            var said = await worker.EndAsync();
            var known = Assert.Single(await stage.ListAsync());
            Assert.True(known.Steps.First(one => one.Name == step).Status == MigrationStepStatus.Done, $"{step}: {said}\n{string.Join('\n', known.Steps)}");
            Assert.Equal(DatabaseMigrationStatus.Running, known.Status);
        }

        var migration = await stage.ResumeAsync();

        await AssertEndAsync(stage, migration, before);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Killed_at_any_moment_and_resumed_it_comes_to_the_same_end(string way)
    {
        await using var stage = await RunbookStage.CreateAsync(servers, way);
        stage.Plan = stage.Plan with { Fence = true };
        var (before, plan) = (await stage.FingerprintAsync(), stage.WritePlan());
        var random = new Random(way.Length);

        for (var kills = 0; kills < 6; kills++)
        {
            await using var worker = CopyWorker.StartRunbook(stage.Source, stage.Destination, plan, killAt: null);
            await worker.GoAsync();
            // Not a wait for something: the moment is what is tried.
            await Task.Delay(random.Next(200, 2500), TestContext.Current.CancellationToken);
            if (worker.HasEnded) break;
            await worker.KillAsync();
        }

        var known = await stage.ListAsync();
        var migration = known is [{ Status: DatabaseMigrationStatus.Completed } done] ? done : known.Count == 0 ? await stage.StartAsync() : await stage.ResumeAsync();

        await AssertEndAsync(stage, migration, before);
    }

    [Theory]
    [InlineData("Step Rows begins")]
    [InlineData("Step Switch is done")]
    public async Task A_killed_migration_is_undone_as_if_it_had_never_been(string killAt)
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { Fence = true };
        var (before, plan) = (await stage.FingerprintAsync(), stage.WritePlan());
        await using (var worker = CopyWorker.StartRunbook(stage.Source, stage.Destination, plan, killAt))
        {
            await worker.GoAsync();
            await worker.EndAsync();
        }

        Assert.True(Assert.Single(await stage.ListAsync()).IsFenced);
        Assert.Equal("default_transaction_read_only=on", await RunbookStage.SettingAsync(stage.Source));

        var undone = await stage.UndoAsync();

        Assert.Equal((DatabaseMigrationStatus.Undone, false), (undone.Status, undone.IsFenced));
        stage.AssertEnvAsBefore();
        Assert.Equal(before, await stage.FingerprintAsync());
        Assert.Null(await RunbookStage.SettingAsync(stage.Destination));
    }

    private static async Task AssertEndAsync(RunbookStage stage, DatabaseMigration migration, string before)
    {
        Assert.True(migration.Status == DatabaseMigrationStatus.Completed, $"{migration.ErrorMessage}\n{string.Join('\n', migration.Steps)}");
        Assert.False(migration.IsFenced);
        stage.AssertSwitched();
        await stage.AssertArrivedAsync();
        Assert.Equal(before, await stage.FingerprintAsync());
        Assert.Equal(DatabaseMigrationStatus.Undone, (await stage.UndoAsync()).Status);
        stage.AssertEnvAsBefore();
        Assert.Equal(before, await stage.FingerprintAsync());
    }
}
