using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Runbook;

/// <summary>Migrations that do not go to their end in one call: stopped, refused, failed, cancelled, begun twice, begun anew.</summary>
public sealed class StoppedMigrationTests(TestServers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_stops_before_a_step_and_goes_on_later()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { Fence = true, StopBefore = MigrationStepName.Switch };

        var stopped = await stage.StartAsync();

        Assert.Equal((DatabaseMigrationStatus.Stopped, false), (stopped.Status, stopped.IsFenced));
        Assert.Equal([MigrationStepStatus.Done, MigrationStepStatus.Planned, MigrationStepStatus.Planned, MigrationStepStatus.Planned], stopped.Steps.Skip(5).Select(step => step.Status));
        Assert.Null(await RunbookStage.SettingAsync(stage.Source));
        stage.AssertEnvAsBefore();
        Assert.Equal("MigrationUnfinished", (await Assert.ThrowsAsync<MigrationException>(() => stage.StartAsync())).ErrorId);

        var migration = await stage.ResumeAsync();

        Assert.Equal((DatabaseMigrationStatus.Completed, stopped.Id), (migration.Status, migration.Id));
        stage.AssertSwitched();
        Assert.Equal("MigrationEnded", (await Assert.ThrowsAsync<MigrationException>(() => stage.ResumeAsync())).ErrorId);
        Assert.Equal("MigrationSwitched", (await Assert.ThrowsAsync<MigrationException>(() => stage.StartAsync(request => request with { Restart = true }))).ErrorId);
    }

    [Fact]
    public async Task What_is_left_out_is_told_and_nothing_else_is_lost()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { EnvPath = [], Skip = [MigrationStepName.Backup, MigrationStepName.Readiness] };

        var migration = await stage.StartAsync();

        Assert.Equal(DatabaseMigrationStatus.Completed, migration.Status);
        Assert.Equal(
            [MigrationStepName.Readiness, MigrationStepName.Backup, MigrationStepName.Switch, MigrationStepName.Health],
            migration.Steps.Where(step => step.Status == MigrationStepStatus.Skipped).Select(step => step.Name));
        Assert.All(migration.Steps, step => Assert.NotNull(step.Outcome));
        Assert.Equal((null, null), (migration.BackupPath, migration.SwitchedAt));
        stage.AssertEnvAsBefore();
        await stage.AssertArrivedAsync();
    }

    [Fact]
    public async Task What_is_not_ready_is_not_begun()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        await Sql.ExecuteAsync(stage.Destination, "CREATE TABLE customers (id integer)");
        stage.Plan = stage.Plan with { Fence = true };

        var migration = await stage.StartAsync();

        Assert.Equal((DatabaseMigrationStatus.Failed, "MigrationNotReady"), (migration.Status, migration.Error?.ErrorId));
        Assert.NotNull(migration.Remedy);
        Assert.Equal([MigrationStepStatus.Failed, .. Enumerable.Repeat(MigrationStepStatus.Planned, 8)], migration.Steps.Select(step => step.Status));
        Assert.False(File.Exists(stage.Plan.BackupPath));
        stage.AssertEnvAsBefore();

        await Sql.ExecuteAsync(stage.Destination, "DROP TABLE customers");
        Assert.Equal(DatabaseMigrationStatus.Completed, (await stage.ResumeAsync()).Status);
    }

    [Fact]
    public async Task Begun_anew_it_drops_what_it_had_made_and_brings_what_is_there_now()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { StopBefore = MigrationStepName.Verify };
        await stage.StartAsync();
        await Sql.ExecuteAsync(stage.Source, "DELETE FROM orders WHERE id % 2 = 0; UPDATE customers SET name = 'other' WHERE id = 7; CREATE TABLE later (id integer PRIMARY KEY); INSERT INTO later VALUES (1)");
        stage.Plan = stage.Plan with { StopBefore = null, BackupPath = Path.Combine(stage.Folder, "second.dump") };

        var migration = await stage.StartAsync(request => request with { Restart = true });

        Assert.True(migration.Status == DatabaseMigrationStatus.Completed, migration.ErrorMessage);
        await stage.AssertArrivedAsync();
        Assert.Equal(migration.Id, Assert.Single(await stage.ListAsync()).Id);
    }

    [Fact]
    public async Task A_cancelled_migration_leaves_nobody_barred_and_goes_on_later()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { Fence = true };
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var observer = new CancellingObserver("Step Rows begins", cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Engine.Runbook.MigrationRunbook.StartAsync(stage.Request, _ => ValueTask.CompletedTask, observer, cancel.Token));

        var known = Assert.Single(await stage.ListAsync());
        Assert.Equal((DatabaseMigrationStatus.Failed, false, "It was interrupted."), (known.Status, known.IsFenced, known.ErrorMessage));
        Assert.Null(await RunbookStage.SettingAsync(stage.Source));
        Assert.Equal(DatabaseMigrationStatus.Completed, (await stage.ResumeAsync()).Status);
        await stage.AssertArrivedAsync();
    }

    [Fact]
    public async Task Two_calls_do_not_work_on_one_destination()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        MigrationException? refusal = null;

        await Engine.Runbook.MigrationRunbook.StartAsync(
            stage.Request,
            async step =>
            {
                if (step.Name == MigrationStepName.Readiness) refusal = await Assert.ThrowsAsync<MigrationException>(() => stage.ResumeAsync());
            },
            stage.Observer, Cancellation);

        Assert.Equal("DestinationLocked", refusal?.ErrorId);
        Assert.Contains("PgMigrate", refusal?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_may_make_no_schema_has_the_journal_in_a_file()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        var journal = Path.Combine(stage.Folder, "migration.journal");
        stage.Plan = stage.Plan with { StopBefore = MigrationStepName.Verify };

        await stage.StartAsync(request => request with { JournalPath = journal });

        Assert.Null(await Sql.ScalarAsync<string>(stage.Destination, "SELECT to_regnamespace('pgmigrate')::text"));
        Assert.Equal("MigrationNotFound", (await Assert.ThrowsAsync<MigrationException>(() => stage.ResumeAsync())).ErrorId);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(journal + ".json"));
        var migration = await stage.ResumeAsync(request => request with { JournalPath = journal });
        Assert.Equal((DatabaseMigrationStatus.Completed, journal), (migration.Status, migration.JournalPath));
        Assert.Equal(DatabaseMigrationStatus.Undone, (await stage.UndoAsync(request => request with { JournalPath = journal })).Status);
        stage.AssertEnvAsBefore();
    }

    [Fact]
    public async Task Accepted_without_a_journal_nothing_of_PgMigrate_stays()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);

        Assert.Equal(DatabaseMigrationStatus.Completed, (await stage.StartAsync(request => request with { RemoveJournal = true })).Status);

        Assert.Null(await Sql.ScalarAsync<string>(stage.Destination, "SELECT to_regnamespace('pgmigrate')::text"));
    }

    [Fact]
    public async Task A_file_of_somebody_elses_where_the_backup_shall_be_stays_also_when_resumed()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        await File.WriteAllTextAsync(stage.Plan.BackupPath!, "precious", Cancellation);

        Assert.Equal("ArchiveExists", (await stage.StartAsync()).Error?.ErrorId);
        Assert.Equal("ArchiveExists", (await stage.ResumeAsync()).Error?.ErrorId);

        Assert.Equal("precious", await File.ReadAllTextAsync(stage.Plan.BackupPath!, Cancellation));
        File.Delete(stage.Plan.BackupPath!);
        Assert.Equal(DatabaseMigrationStatus.Completed, (await stage.ResumeAsync()).Status);
    }

    [Fact]
    public async Task A_journal_that_is_not_understood_is_said_to_be_so()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { StopBefore = MigrationStepName.Backup };
        await stage.StartAsync();
        await Sql.ExecuteAsync(stage.Destination, "UPDATE pgmigrate.runbooks SET state = replace(state, 'Stopped', 'Pondering')");

        Assert.Equal("MigrationJournalUnusable", (await Assert.ThrowsAsync<MigrationException>(() => stage.ResumeAsync())).ErrorId);
    }

    [Fact]
    public async Task A_report_of_no_known_form_is_refused_when_resumed_too()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { StopBefore = MigrationStepName.Backup };
        await stage.StartAsync();

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => stage.ResumeAsync(request => request with { Change = plan => plan with { ReportPath = ["report.txt"] } }));

        Assert.Equal("ReportFormatUnknown", refusal.ErrorId);
    }

    [Fact]
    public async Task A_way_back_that_is_cancelled_when_its_places_have_gone_it_goes_to_its_end()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { Fence = true, StopBefore = MigrationStepName.Health };
        await stage.StartAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var observer = new CancellingObserver($"{stage.Source} is not fenced", cancel);

        var undone = await Engine.Runbook.MigrationRunbook.UndoAsync(new() { Source = stage.Source, Destination = stage.Destination }, observer, cancel.Token);

        Assert.True(cancel.IsCancellationRequested);
        Assert.Equal(DatabaseMigrationStatus.Undone, undone.Status);
        stage.AssertEnvAsBefore();
        Assert.Null(await RunbookStage.SettingAsync(stage.Source));
        Assert.Null(await RunbookStage.SettingAsync(stage.Destination));
    }

    private sealed class CancellingObserver(string at, CancellationTokenSource source) : IMigrationObserver
    {
        public void Progress(MigrationProgress progress)
        {
        }

        public void Verbose(string message)
        {
            if (message.StartsWith(at, StringComparison.Ordinal)) source.Cancel();
        }

        public void Warning(string message)
        {
        }
    }
}
