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
}
