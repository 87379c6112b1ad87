using System.Text.RegularExpressions;
using PgMigrate.Engine.Switching;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Runbook;

/// <summary>The way back where the new database is lost: as far as it goes without it, and not further.</summary>
public sealed class LostDestinationTests(TestServers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_gets_its_old_database_again_where_the_new_one_is_gone()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { Fence = true, StopBefore = MigrationStepName.Accept };
        var journal = Path.Combine(stage.Folder, "journal");
        await stage.StartAsync(request => request with { JournalPath = journal });
        await DropAsync(stage.Destination);

        foreach (var copiesBack in new[] { false, true })
        {
            var refusal = await Assert.ThrowsAsync<MigrationException>(() => stage.UndoAsync(request => request with { JournalPath = journal, CopyBack = copiesBack, Force = copiesBack }));
            Assert.Equal("DestinationUnreachable", refusal.ErrorId);
            Assert.Contains("with -Force and without -CopyBack", refusal.Remedy, StringComparison.Ordinal);
            stage.AssertSwitched();
            Assert.NotNull(await RunbookStage.SettingAsync(stage.Source));
        }

        var undone = await stage.UndoAsync(request => request with { JournalPath = journal, Force = true });

        Assert.Equal((DatabaseMigrationStatus.Undone, null), (undone.Status, undone.DestinationWrites));
        stage.AssertEnvAsBefore();
        Assert.Null(await RunbookStage.SettingAsync(stage.Source));
        Assert.Contains(stage.Observer.Warnings, warning => warning.Contains("cannot be reached, and nobody can tell what was written to it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_not_switched_yet_is_undone_where_the_destination_is_gone()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { StopBefore = MigrationStepName.Switch };
        var journal = Path.Combine(stage.Folder, "journal");
        await stage.StartAsync(request => request with { JournalPath = journal });
        await DropAsync(stage.Destination);

        Assert.Equal(DatabaseMigrationStatus.Undone, (await stage.UndoAsync(request => request with { JournalPath = journal })).Status);
    }

    [Fact]
    public async Task A_journal_that_is_gone_with_its_database_leaves_the_way_back_of_the_places()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { Fence = true, StopBefore = MigrationStepName.Accept };
        await stage.StartAsync();
        await DropAsync(stage.Destination);

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => stage.UndoAsync(request => request with { Force = true }));

        Assert.Equal("DestinationUnreachable", refusal.ErrorId);
        Assert.Contains("Restore-DatabaseUrl", refusal.Remedy, StringComparison.Ordinal);
        var restored = await DatabaseUrlSwitching.RestoreAsync(new() { Targets = [SwitchTargets.File(stage.EnvPath)], Name = stage.Plan.Name }, stage.Observer, Cancellation);
        Assert.All(restored, one => Assert.Null(one.Error));
        stage.AssertEnvAsBefore();
        // What the error says to run does it, also in a session that is opened behind the fence.
        await Sql.ExecuteAsync(stage.Source, Assert.Single(Regex.Matches(refusal.Remedy!, "BEGIN .* COMMIT")).Value);
        Assert.Null(await RunbookStage.SettingAsync(stage.Source));
    }

    [Fact]
    public async Task A_failure_with_which_the_new_database_is_gone_leaves_the_way_back_to_somebody_who_knows()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        var journal = Path.Combine(stage.Folder, "journal");
        // It is lost while the program is asked how it is.
        await using var program = new ProgramStandIn(question =>
        {
            if (question == 1) DropAsync(stage.Destination).GetAwaiter().GetResult();
            return 500;
        });
        stage.Plan = stage.Plan with { Fence = true, HealthUri = program.Address, HealthTimeout = 1, RollbackOnFailure = true };

        var migration = await stage.StartAsync(request => request with { JournalPath = journal });

        Assert.Equal((DatabaseMigrationStatus.Failed, "DestinationUnreachable", true), (migration.Status, migration.Error?.ErrorId, migration.IsFenced));
        Assert.Contains("HTTP 500", migration.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("with -Force", migration.Remedy, StringComparison.Ordinal);
        stage.AssertSwitched();
        Assert.Equal(DatabaseMigrationStatus.Undone, (await stage.UndoAsync(request => request with { JournalPath = journal, Force = true })).Status);
        stage.AssertEnvAsBefore();
        Assert.Null(await RunbookStage.SettingAsync(stage.Source));
    }

    private static async Task DropAsync(DatabaseEndpoint database)
        => await Sql.ExecuteAsync(database with { Database = "postgres" }, $"DROP DATABASE {SqlText.Identifier(database.Database)} WITH (FORCE)");
}
