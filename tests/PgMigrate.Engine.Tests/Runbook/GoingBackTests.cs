using System.Text.RegularExpressions;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Runbook;
using PgMigrate.Engine.Switching;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Sqlite;
using Xunit;

namespace PgMigrate.Engine.Tests.Runbook;

/// <summary>The way back loses nothing that anybody wrote without being told to, and is not barred by what it cannot end.</summary>
public sealed class GoingBackTests(TestServers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_that_only_the_old_database_got_are_not_copied_over_unasked()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        await stage.StartAsync();
        await Sql.ExecuteAsync(stage.Source, "INSERT INTO customers (id, name) VALUES (900001, 'old URL')");
        await Sql.ExecuteAsync(stage.Destination, "INSERT INTO customers (id, name) VALUES (900002, 'new')");

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => stage.UndoAsync(request => request with { CopyBack = true }));

        Assert.Equal("SourceWritten", refusal.ErrorId);
        stage.AssertSwitched();
        Assert.Equal("old URL", await Sql.ScalarAsync<string>(stage.Source, "SELECT name FROM customers WHERE id = 900001"));
        Assert.Null(await RunbookStage.SettingAsync(stage.Destination));

        var undone = await stage.UndoAsync(request => request with { CopyBack = true, Force = true });

        Assert.Equal(DatabaseMigrationStatus.Undone, undone.Status);
        stage.AssertEnvAsBefore();
        Assert.Equal("new", await Sql.ScalarAsync<string>(stage.Source, "SELECT string_agg(name, ',') FROM customers WHERE id > 900000"));
    }

    [Fact]
    public async Task A_way_back_that_failed_after_its_rows_can_be_gone_again()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        await stage.StartAsync();
        await Sql.ExecuteAsync(stage.Destination, "INSERT INTO customers (id, name) VALUES (900002, 'new')");
        var env = await File.ReadAllTextAsync(stage.EnvPath, Cancellation);
        await File.WriteAllTextAsync(stage.EnvPath, env + "\nC=1\n", Cancellation);
        await Assert.ThrowsAsync<MigrationException>(() => stage.UndoAsync(request => request with { CopyBack = true }));
        await File.WriteAllTextAsync(stage.EnvPath, env, Cancellation);

        Assert.Equal(DatabaseMigrationStatus.Undone, (await stage.UndoAsync(request => request with { CopyBack = true })).Status);

        stage.AssertEnvAsBefore();
        Assert.Equal("new", await Sql.ScalarAsync<string>(stage.Source, "SELECT name FROM customers WHERE id = 900002"));
    }

    [Fact]
    public async Task A_table_that_was_emptied_at_once_counts_as_written_to()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        await stage.StartAsync();
        await Sql.ExecuteAsync(stage.Destination, "TRUNCATE orders");

        Assert.Equal("DestinationWritten", (await Assert.ThrowsAsync<MigrationException>(() => stage.UndoAsync())).ErrorId);

        stage.AssertSwitched();
    }

    [Fact]
    public async Task A_table_of_the_source_that_was_emptied_at_once_keeps_the_program_where_it_is()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { StopBefore = MigrationStepName.Switch };
        await stage.StartAsync();
        await Sql.ExecuteAsync(stage.Source, "TRUNCATE orders");

        var migration = await stage.ResumeAsync();

        Assert.Equal((DatabaseMigrationStatus.Failed, "SourceWritten"), (migration.Status, migration.Error?.ErrorId));
        stage.AssertEnvAsBefore();
    }

    [Fact]
    public async Task Sessions_that_the_role_may_not_end_do_not_bar_the_way_back()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { FenceTimeout = 1 };
        await stage.StartAsync();
        await using var open = await FenceTests.OpenAsAnotherAsync(servers, stage.Destination);

        Assert.Equal(DatabaseMigrationStatus.Undone, (await stage.UndoAsync()).Status);

        stage.AssertEnvAsBefore();
        Assert.Contains(stage.Observer.Warnings, warning => warning.Contains(open.UserName!, StringComparison.Ordinal));
        Assert.Null(await RunbookStage.SettingAsync(stage.Destination));
    }

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

    [Fact]
    public async Task Writes_to_tables_that_have_another_name_than_in_the_file_are_counted_too()
    {
        using var file = new SqliteTestFile("CREATE TABLE Customers (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO Customers VALUES (1, 'first')");
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { Table = ["\"Customers\""], IdentifierCase = IdentifierCase.Lower, StopBefore = MigrationStepName.Switch, NoOwner = false };
        Assert.Equal(DatabaseMigrationStatus.Stopped, (await stage.StartAsync(request => request with { Source = file.Endpoint })).Status);
        // Another process knows only what the journal kept.
        Assert.Equal(DatabaseMigrationStatus.Completed, (await stage.ResumeAsync(request => request with { Source = file.Endpoint })).Status);
        await Sql.ExecuteAsync(stage.Destination, "INSERT INTO customers (name) VALUES ('new')");

        Assert.Equal("DestinationWritten", (await Assert.ThrowsAsync<MigrationException>(() => stage.UndoAsync(request => request with { Source = file.Endpoint }))).ErrorId);
    }

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task What_was_written_is_counted_as_soon_as_its_session_has_ended(int major)
    {
        var database = await servers.CreateDatabaseAsync(major);
        await Sql.ExecuteAsync(database, "CREATE TABLE t (id integer)");
        // Before PostgreSQL 15 each database has a statistics file of its own; that a neighbour's is new says nothing of this one's.
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var neighbour = LookAtStatisticsAsync(await servers.CreateDatabaseAsync(major), enough.Token);
        for (var round = 0; round < 5; round++)
        {
            var before = await ReadAsync();
            var writer = await Sql.OpenAsync(database);
            await writer.ExecuteAsync("INSERT INTO t VALUES (1)", Cancellation);
            var pid = writer.ProcessID;
            await writer.DisposeAsync();
            while (await Sql.ScalarAsync<long>(database, $"SELECT count(*) FROM pg_stat_activity WHERE pid = {pid}") > 0)
            {
            }

            Assert.Equal(1L, (await ReadAsync()).Since(before));
        }

        await enough.CancelAsync();
        await neighbour;

        Task<WriteMark> ReadAsync() => WriteMarks.ReadAsync(database, _ => true, new RecordingObserver(), Cancellation);
    }

    private static async Task DropAsync(DatabaseEndpoint database)
        => await Sql.ExecuteAsync(database with { Database = "postgres" }, $"DROP DATABASE {SqlText.Identifier(database.Database)} WITH (FORCE)");

    private static async Task LookAtStatisticsAsync(DatabaseEndpoint database, CancellationToken enough)
    {
        await using var reader = await Sql.OpenAsync(database);
        while (!enough.IsCancellationRequested) await reader.ExecuteAsync("SELECT n_live_tup FROM pg_stat_all_tables", Cancellation);
    }
}
