using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Runbook;

/// <summary>What becomes of a migration whose program is well, not well, or well later.</summary>
public sealed class HealthTests(TestServers servers)
{
    [Fact]
    public async Task A_program_that_comes_up_in_time_is_well_and_its_bad_answers_are_told()
    {
        await using var program = new ProgramStandIn(question => question < 3 ? 503 : 200);
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        var log = Path.Combine(stage.Folder, "app.log");
        await File.WriteAllTextAsync(log, "ERROR from before\n", TestContext.Current.CancellationToken);
        stage.Plan = stage.Plan with { HealthUri = new($"{program.Address}?key=secret"), LogPath = [log], StopBefore = MigrationStepName.Health };
        await stage.StartAsync();
        await File.AppendAllTextAsync(log, $"all is well\nERROR password was {stage.Source.Password}\nFATAL twice\n", TestContext.Current.CancellationToken);

        var migration = await stage.ResumeAsync(request => request with { Change = plan => plan with { HealthUri = stage.Plan.HealthUri } });

        Assert.True(migration.Status == DatabaseMigrationStatus.Completed, migration.ErrorMessage);
        Assert.Matches(@"^Connected in \d+ ms, 3 of 5 answers were good, 2 errors in the logs\.$", migration.Steps[7].Outcome);
        var report = await File.ReadAllTextAsync(stage.Plan.ReportPath[0], TestContext.Current.CancellationToken);
        Assert.Contains("ERROR password was ****", report, StringComparison.Ordinal);
        Assert.Contains("HTTP 503", report, StringComparison.Ordinal);
        Assert.DoesNotContain("key=secret", report.Replace(stage.Plan.HealthUri!.ToString(), "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("from before", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_secret_in_the_address_is_kept_nowhere_and_asked_for_again()
    {
        await using var program = new ProgramStandIn(_ => 200);
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        var secret = new UriBuilder(program.Address) { UserName = "u", Password = "canary1", Query = "key=canary2" }.Uri;
        stage.Plan = stage.Plan with { HealthUri = secret, StopBefore = MigrationStepName.Health };

        await stage.StartAsync();

        Assert.DoesNotContain("canary", await Sql.ScalarAsync<string>(stage.Destination, "SELECT string_agg(r::text, '') FROM pgmigrate.runbooks r"), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", await File.ReadAllTextAsync(stage.Plan.ReportPath[0], TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("HealthUriMissing", (await Assert.ThrowsAsync<MigrationException>(() => stage.ResumeAsync())).ErrorId);
        Assert.Equal(DatabaseMigrationStatus.Completed, (await stage.ResumeAsync(request => request with { Change = plan => plan with { HealthUri = secret } })).Status);
        Assert.Equal("?key=canary2", program.LastQuery);
        Assert.DoesNotContain("canary", await Sql.ScalarAsync<string>(stage.Destination, "SELECT string_agg(r::text, '') FROM pgmigrate.runbooks r"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_not_well_keeps_the_source_fenced_until_someone_decides()
    {
        await using var program = new ProgramStandIn(_ => 500);
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { HealthUri = program.Address, HealthTimeout = 1, Fence = true };

        var migration = await stage.StartAsync();

        Assert.Equal((DatabaseMigrationStatus.Failed, "HealthCheckFailed", true), (migration.Status, migration.Error?.ErrorId, migration.IsFenced));
        Assert.Contains("HTTP 500", migration.ErrorMessage, StringComparison.Ordinal);
        Assert.True(program.Asked > 2);
        stage.AssertSwitched();
        Assert.NotNull(await RunbookStage.SettingAsync(stage.Source));

        Assert.Equal(DatabaseMigrationStatus.Undone, (await stage.UndoAsync()).Status);
        stage.AssertEnvAsBefore();
        Assert.Null(await RunbookStage.SettingAsync(stage.Source));
    }

    [Fact]
    public async Task It_is_well_when_it_is_asked_again()
    {
        var isWell = false;
        await using var program = new ProgramStandIn(_ => isWell ? 204 : 404);
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { HealthUri = program.Address, HealthTimeout = 1, Fence = true };
        await stage.StartAsync();
        isWell = true;

        var migration = await stage.ResumeAsync();

        Assert.Equal((DatabaseMigrationStatus.Completed, false), (migration.Status, migration.IsFenced));
    }

    [Fact]
    public async Task A_program_that_is_not_well_gets_its_old_database_again_where_that_was_asked_for()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        // The program writes to its new database before it says that it is not well.
        await using var program = new ProgramStandIn(question =>
        {
            if (question == 1) Sql.ExecuteAsync(stage.Destination, "INSERT INTO customers (id, name) VALUES (900001, 'new'); UPDATE orders SET note = 'changed' WHERE id = 3; DELETE FROM orders WHERE id = 4").GetAwaiter().GetResult();
            return 502;
        });
        stage.Plan = stage.Plan with { HealthUri = program.Address, HealthTimeout = 1, Fence = true, RollbackOnFailure = true };

        var migration = await stage.StartAsync();

        Assert.Equal((DatabaseMigrationStatus.RolledBack, "HealthCheckFailed", false), (migration.Status, migration.Error?.ErrorId, migration.IsFenced));
        Assert.Null(migration.SwitchedAt);
        Assert.Equal(3L, migration.DestinationWrites);
        stage.AssertEnvAsBefore();
        Assert.Null(await RunbookStage.SettingAsync(stage.Source));
        Assert.Null(await RunbookStage.SettingAsync(stage.Destination));
        Assert.Equal("new changed 0", await Sql.ScalarAsync<string>(
            stage.Source, "SELECT (SELECT name FROM customers WHERE id = 900001) || ' ' || (SELECT note FROM orders WHERE id = 3) || ' ' || (SELECT count(*) FROM orders WHERE id = 4)"));
    }

    [Fact]
    public async Task Going_back_leaves_no_row_behind_without_being_told_to()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        await stage.StartAsync();
        await Sql.ExecuteAsync(stage.Destination, "INSERT INTO customers (id, name) VALUES (900001, 'new')");

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => stage.UndoAsync());

        Assert.Equal("DestinationWritten", refusal.ErrorId);
        Assert.StartsWith("1 rows of the destination were written since the switch", refusal.Message, StringComparison.Ordinal);
        stage.AssertSwitched();
        Assert.Null(await RunbookStage.SettingAsync(stage.Destination));
        await Sql.ExecuteAsync(stage.Destination, "INSERT INTO customers (id, name) VALUES (900002, 'the program goes on')");

        var undone = await stage.UndoAsync(request => request with { Force = true });

        Assert.Equal((DatabaseMigrationStatus.Undone, 2L), (undone.Status, undone.DestinationWrites));
        stage.AssertEnvAsBefore();
        Assert.Equal(0L, await Sql.ScalarAsync<long>(stage.Source, "SELECT count(*) FROM customers WHERE id > 900000"));
    }

    [Theory]
    [InlineData(RunbookStage.LocalToSupabase)]
    [InlineData(RunbookStage.SqliteToSupabase)]
    public async Task Rows_that_came_since_the_switch_come_back_first_where_that_was_asked_for(string way)
    {
        await using var stage = await RunbookStage.CreateAsync(servers, way);
        await stage.StartAsync();
        await Sql.ExecuteAsync(stage.Destination, "INSERT INTO customers (name) VALUES ('new'); UPDATE orders SET total = 1.25 WHERE id = 3; DELETE FROM orders WHERE id = 4");

        var undone = await stage.UndoAsync(request => request with { CopyBack = true });

        Assert.Equal((DatabaseMigrationStatus.Undone, 3L), (undone.Status, undone.DestinationWrites));
        stage.AssertEnvAsBefore();
        Comparing(await Integrity.Comparing.RunAsync(stage.Source, stage.Destination));

        static void Comparing(IReadOnlyList<TableIntegrity> tables) => Integrity.Comparing.AssertSame(tables);
    }
}
