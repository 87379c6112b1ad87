using Npgsql;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Runbook;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Sqlite;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Runbook;

/// <summary>A fence holds whoever could write, whatever became of the call that raised it, and is not left behind.</summary>
public sealed class FenceTests(TestServers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sessions_that_the_role_may_not_look_into_are_not_taken_for_none()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        await using var open = await OpenAsAnotherAsync(servers, stage.Source);
        stage.Plan = stage.Plan with { Fence = true, FenceTimeout = 1, NoPrivileges = true };

        var migration = await stage.StartAsync();

        Assert.Equal((DatabaseMigrationStatus.Failed, "FenceNotTight", false), (migration.Status, migration.Error?.ErrorId, migration.IsFenced));
        Assert.Contains(open.UserName!, migration.ErrorMessage, StringComparison.Ordinal);
        Assert.Null(await RunbookStage.SettingAsync(stage.Source));
        await open.ExecuteAsync("UPDATE customers SET name = name WHERE id = 1", Cancellation);
    }

    [Fact]
    public async Task Killed_while_it_waits_for_a_transaction_it_waits_again_when_resumed()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { Fence = true };
        await using var open = await Sql.OpenAsync(stage.Source);
        await open.ExecuteAsync("BEGIN; INSERT INTO customers (name) VALUES ('in the middle')", Cancellation);
        await using (var worker = CopyWorker.StartRunbook(stage.Source, stage.Destination, stage.WritePlan(), killAt: null))
        {
            await worker.GoAsync();
            await Eventually.HoldsAsync(
                "it waits for the transaction",
                async () => await Sql.ScalarAsync<long>(stage.Source, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'PgMigrate%' AND query LIKE '%backend_type%'") > 0);
            await worker.KillAsync();
        }

        var migration = await stage.ResumeAsync();

        Assert.Equal(DatabaseMigrationStatus.Completed, migration.Status);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => open.ExecuteAsync("COMMIT", Cancellation));
        await stage.AssertArrivedAsync();
    }

    [Fact]
    public async Task Killed_when_it_had_taken_the_fence_down_it_raises_it_again_when_resumed()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { Fence = true };
        await using (var worker = CopyWorker.StartRunbook(stage.Source, stage.Destination, stage.WritePlan(), killAt: "Step Rows begins"))
        {
            await worker.GoAsync();
            await worker.EndAsync();
        }

        // The moment between the server's answer and the journal's note.
        Assert.True(Assert.Single(await stage.ListAsync()).IsFenced);
        await Sql.ExecuteAsync(stage.Source, $"BEGIN READ WRITE; ALTER DATABASE {stage.Source.Database} RESET default_transaction_read_only; COMMIT");
        string? setting = null;
        await MigrationRunbook.ResumeAsync(
            stage.Request,
            async step =>
            {
                if (step.Name == MigrationStepName.Verify) setting = await RunbookStage.SettingAsync(stage.Source);
            },
            stage.Observer, Cancellation);

        Assert.Equal("default_transaction_read_only=on", setting);
        Assert.Null(await RunbookStage.SettingAsync(stage.Source));
    }

    [Fact]
    public async Task A_connection_that_is_lost_while_it_waits_leaves_no_fence()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { Fence = true, FenceTimeout = 60 };
        await using var open = await Sql.OpenAsync(stage.Source);
        await open.ExecuteAsync("BEGIN; INSERT INTO customers (name) VALUES ('in the middle')", Cancellation);

        var running = stage.StartAsync();
        await Eventually.HoldsAsync("the fence is up", async () => await RunbookStage.SettingAsync(stage.Source) is not null);
        await Eventually.HoldsAsync(
            "the fence's own session ends",
            async () => await Sql.ScalarAsync<long>(stage.Source, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'PgMigrate%' AND query LIKE '%pg_stat_activity%'") > 0);
        var migration = await running;

        Assert.Equal((DatabaseMigrationStatus.Failed, false), (migration.Status, migration.IsFenced));
        Assert.NotNull(migration.Error);
        Assert.Null(await RunbookStage.SettingAsync(stage.Source));
    }

    [Fact]
    public async Task A_prepared_transaction_that_could_be_committed_behind_the_fence_is_told()
    {
        await using var server = await PrivateServer.StartAsync();
        await using (var settings = await Sql.OpenAsync(server.Endpoint)) await settings.ExecuteAsync("ALTER SYSTEM SET max_prepared_transactions = 4", Cancellation);
        await server.StopImmediatelyAsync();
        await server.StartAgainAsync();
        await Sql.ExecuteAsync(server.Endpoint, "CREATE TABLE t (id integer PRIMARY KEY)");
        await using (var open = await Sql.OpenAsync(server.Endpoint)) await open.ExecuteAsync("BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'two phases'", Cancellation);
        DatabaseFenceState? noted = null;

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => new DatabaseFence(server.Endpoint, new RecordingObserver()).RaiseAsync(
            TimeSpan.Zero, null, isTight: true,
            state =>
            {
                noted = state;
                return Task.CompletedTask;
            },
            Cancellation));

        Assert.Equal("FenceNotTight", refusal.ErrorId);
        Assert.Contains("two phases", refusal.Message, StringComparison.Ordinal);
        Assert.Null(noted);
        Assert.Null(await RunbookStage.SettingAsync(server.Endpoint));
    }

    [Fact]
    public async Task A_fence_whose_journal_is_lost_is_not_taken_for_the_databases_own_setting_unsaid()
    {
        var (database, observer) = (await servers.CreateOwnerAsync(), new RecordingObserver());
        await Sql.ExecuteAsync(database, $"ALTER DATABASE {database.Database} SET default_transaction_read_only = on");

        await new DatabaseFence(database, observer).RaiseAsync(TimeSpan.Zero, null, isTight: true, _ => Task.CompletedTask, Cancellation);

        Assert.Contains($"ALTER DATABASE \"{database.Database}\" RESET default_transaction_read_only", Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_standby_is_not_fenced_whose_primary_takes_the_writes()
    {
        await using var server = await PrivateServer.StartAsync();
        await server.StopImmediatelyAsync();
        await server.StartAgainAsStandbyAsync();

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => new DatabaseFence(server.Endpoint, new RecordingObserver()).RaiseAsync(
            TimeSpan.Zero, null, isTight: true, _ => throw new InvalidOperationException("It was noted."), Cancellation));

        Assert.Equal("FenceNotPermitted", refusal.ErrorId);
        Assert.Contains("standby", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_another_program_writes_to_is_not_waited_for_when_cancelled()
    {
        using var file = new SqliteTestFile("CREATE TABLE t (id INTEGER PRIMARY KEY)");
        await using var writer = file.Open();
        await using (var begin = writer.CreateCommand())
        {
            begin.CommandText = "BEGIN IMMEDIATE";
            await begin.ExecuteNonQueryAsync(Cancellation);
        }

        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var raising = Task.Run(() => SqliteFence.RaiseAsync(file.Path, TimeSpan.FromHours(1), cancel.Token), Cancellation);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => raising.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
    }

    [Fact]
    public async Task A_hosts_own_superusers_are_told_of_and_do_not_keep_a_project_from_being_fenced()
    {
        await using var stage = await RunbookStage.CreateAsync(servers, RunbookStage.SupabaseToRender);
        stage.Plan = stage.Plan with { Fence = true };
        await using var service = await Sql.OpenAsync(TestServers.AsSupabaseAdmin(stage.Source));

        var migration = await stage.StartAsync();

        Assert.True(migration.Status == DatabaseMigrationStatus.Completed, migration.ErrorMessage);
        Assert.Single(stage.Observer.Warnings, warning => warning.StartsWith("Sessions of superusers of ", StringComparison.Ordinal));
        Assert.Equal(0L, migration.SourceWrites);
    }

    /// <summary>A session of a program whose role is none of the owner's.</summary>
    internal static async Task<NpgsqlConnection> OpenAsAnotherAsync(TestServers servers, DatabaseEndpoint owned)
    {
        var role = await Copying.CreateRoleAsync((await servers.ServerAsync()).Endpoint with { Database = owned.Database });
        await Sql.ExecuteAsync(owned, $"GRANT SELECT, UPDATE ON customers TO {role.Username}");
        return await Sql.OpenAsync(role);
    }
}
