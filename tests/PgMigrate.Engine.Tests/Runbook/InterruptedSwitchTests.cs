using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Runbook;

/// <summary>What is known of a program's places after a call was killed that was changing them.</summary>
public sealed class InterruptedSwitchTests(TestServers servers)
{
    [Fact]
    public async Task What_the_program_works_with_already_is_not_dropped_to_begin_anew()
    {
        await using var stage = await KilledAfterTheSwitchAsync();
        await Sql.ExecuteAsync(stage.Destination, "INSERT INTO customers (name) VALUES ('new')");

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => stage.StartAsync(request => request with { Restart = true }));

        Assert.Equal("MigrationSwitched", refusal.ErrorId);
        Assert.Equal(1L, await Sql.ScalarAsync<long>(stage.Destination, "SELECT count(*) FROM customers WHERE name = 'new'"));
    }

    [Fact]
    public async Task A_switch_that_has_begun_cannot_be_left_out()
    {
        await using var stage = await KilledAfterTheSwitchAsync();

        var migration = await stage.ResumeAsync(request => request with { Change = plan => plan with { Skip = [MigrationStepName.Switch] } });

        Assert.Equal((DatabaseMigrationStatus.Failed, "SwitchBegun", true), (migration.Status, migration.Error?.ErrorId, migration.IsFenced));
        Assert.NotNull(await RunbookStage.SettingAsync(stage.Source));
        Assert.Equal(DatabaseMigrationStatus.Completed, (await stage.ResumeAsync(request => request with { Change = plan => plan with { Skip = [] } })).Status);
        stage.AssertSwitched();
    }

    [Fact]
    public async Task Before_a_switch_that_has_begun_the_source_is_not_set_free()
    {
        await using var stage = await KilledAfterTheSwitchAsync();

        var migration = await stage.ResumeAsync(request => request with { Change = plan => plan with { StopBefore = MigrationStepName.Switch } });

        Assert.Equal((DatabaseMigrationStatus.Stopped, true), (migration.Status, migration.IsFenced));
        Assert.NotNull(await RunbookStage.SettingAsync(stage.Source));
    }

    [Fact]
    public async Task A_way_back_that_was_killed_is_not_gone_on_with_as_a_way_forth()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { Fence = true, StopBefore = MigrationStepName.Health };
        await stage.StartAsync();
        await using (var worker = CopyWorker.StartRunbook(stage.Source, stage.Destination, stage.WritePlan(), $"{stage.Source} is not fenced", undo: "yes"))
        {
            await worker.GoAsync();
            await worker.EndAsync();
        }

        stage.AssertEnvAsBefore();
        Assert.NotNull(await RunbookStage.SettingAsync(stage.Destination));

        Assert.Equal("MigrationGoingBack", (await Assert.ThrowsAsync<MigrationException>(() => stage.ResumeAsync())).ErrorId);

        Assert.Equal(DatabaseMigrationStatus.Undone, (await stage.UndoAsync()).Status);
        stage.AssertEnvAsBefore();
        Assert.Null(await RunbookStage.SettingAsync(stage.Destination));
        Assert.Null(await RunbookStage.SettingAsync(stage.Source));
    }

    [Fact]
    public async Task A_way_back_that_was_refused_leaves_the_way_forth_open()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { StopBefore = MigrationStepName.Health };
        await stage.StartAsync();
        await Sql.ExecuteAsync(stage.Destination, "INSERT INTO customers (name) VALUES ('new')");

        Assert.Equal("DestinationWritten", (await Assert.ThrowsAsync<MigrationException>(() => stage.UndoAsync())).ErrorId);

        Assert.Equal(DatabaseMigrationStatus.Completed, (await stage.ResumeAsync()).Status);
    }

    /// <summary>The .env file says the new database, and the journal does not know that yet.</summary>
    private async Task<RunbookStage> KilledAfterTheSwitchAsync()
    {
        var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { Fence = true };
        // The switch warns of it when it is done.
        await File.WriteAllTextAsync(stage.EnvPath + ".local", "DATABASE_URL=postgresql://elsewhere/x\n", TestContext.Current.CancellationToken);
        await using var worker = CopyWorker.StartRunbook(stage.Source, stage.Destination, stage.WritePlan(), killAt: ".env.local assigns");
        await worker.GoAsync();
        await worker.EndAsync();
        stage.AssertSwitched();
        Assert.Equal((DatabaseMigrationStatus.Running, null), Assert.Single(await stage.ListAsync()) is var known ? (known.Status, known.SwitchedAt) : default);
        return stage;
    }
}
