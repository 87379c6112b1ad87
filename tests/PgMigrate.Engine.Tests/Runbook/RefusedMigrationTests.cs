using PgMigrate.Engine.Switching;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Runbook;

/// <summary>What a migration does not do, whatever it is asked for.</summary>
public sealed class RefusedMigrationTests(TestServers servers)
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task A_database_is_not_migrated_to_itself(string host)
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        var same = stage.Source with { Hosts = [stage.Source.Hosts[0] with { Name = host }] };
        var before = await stage.FingerprintAsync();

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => stage.StartAsync(request => request with { Destination = same, Restart = true }));

        Assert.Equal("SameDatabase", refusal.ErrorId);
        Assert.Equal(before, await stage.FingerprintAsync());
        Assert.Null(await Sql.ScalarAsync<string>(stage.Source, "SELECT to_regnamespace('pgmigrate')::text"));
    }

    [Fact]
    public async Task Begun_anew_it_does_not_drop_what_no_migration_made()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        await Sql.ExecuteAsync(stage.Destination, "CREATE TABLE customers (id integer); INSERT INTO customers VALUES (7)");
        Assert.Equal("MigrationNotReady", (await stage.StartAsync()).Error?.ErrorId);

        var again = await stage.StartAsync(request => request with { Restart = true });

        Assert.Equal((DatabaseMigrationStatus.Failed, "MigrationNotReady"), (again.Status, again.Error?.ErrorId));
        Assert.Equal(7, await Sql.ScalarAsync<int>(stage.Destination, "SELECT id FROM customers"));
    }

    [Fact]
    public async Task The_fence_is_down_at_the_end_also_where_the_last_step_is_left_out()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { Fence = true, Skip = [MigrationStepName.Accept] };

        var migration = await stage.StartAsync();

        Assert.Equal((DatabaseMigrationStatus.Completed, false), (migration.Status, migration.IsFenced));
        Assert.Null(await RunbookStage.SettingAsync(stage.Source));
    }

    [Fact]
    public async Task It_does_not_go_on_where_it_should_have_stopped_before()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { StopBefore = MigrationStepName.Switch };
        await stage.StartAsync();

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => stage.ResumeAsync(request => request with { Change = plan => plan with { StopBefore = MigrationStepName.Verify } }));

        Assert.Equal("ParametersConflict", refusal.ErrorId);
        stage.AssertEnvAsBefore();
    }

    [Fact]
    public async Task What_is_there_beside_it_stays_where_that_was_asked_for()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        await Sql.ExecuteAsync(stage.Destination, "CREATE TABLE beside (id integer); INSERT INTO beside VALUES (1)");
        stage.Plan = stage.Plan with { Force = true };

        var migration = await stage.StartAsync();

        Assert.True(migration.Status == DatabaseMigrationStatus.Completed, migration.ErrorMessage);
        Assert.Equal(1, await Sql.ScalarAsync<int>(stage.Destination, "SELECT id FROM beside"));
        await Sql.ExecuteAsync(stage.Destination, "DROP TABLE beside");
        await stage.AssertArrivedAsync();
    }

    [Fact]
    public async Task A_place_without_a_way_back_is_told_and_the_others_go_back()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        var written = new List<string?>();
        var script = SwitchTargets.Script("vault", (_, value, _) => { written.Add(value); return Task.CompletedTask; }, null);
        Assert.Equal(DatabaseMigrationStatus.Completed, (await stage.StartAsync(request => request with { Targets = [script] })).Status);
        Assert.Single(written);

        var undone = await stage.UndoAsync(request => request with { Targets = [script], Force = true });

        Assert.Equal(DatabaseMigrationStatus.Undone, undone.Status);
        stage.AssertEnvAsBefore();
        Assert.Contains(stage.Observer.Warnings, warning => warning.StartsWith("Script vault has no way back: ", StringComparison.Ordinal));
    }
}
