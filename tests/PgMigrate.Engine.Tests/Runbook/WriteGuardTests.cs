using System.Collections.Concurrent;
using Npgsql;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Runbook;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Runbook;

/// <summary>At no moment both databases take the program's writes unnoticed.</summary>
public sealed class WriteGuardTests(TestServers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_fence_keeps_programs_from_writing_and_ends_with_the_migration()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { Fence = true };
        await using var idle = await Sql.OpenAsync(stage.Source);
        var (old, behind) = ("", "");
        NpgsqlConnection? late = null;

        var migration = await MigrationRunbook.StartAsync(
            stage.Request,
            async step =>
            {
                if (step.Name != MigrationStepName.Verify) return;
                old = await OutcomeAsync(() => idle.ExecuteAsync("UPDATE customers SET name = 'lost' WHERE id = 1", Cancellation));
                late = await Sql.OpenAsync(stage.Source);
                behind = await OutcomeAsync(() => late.ExecuteAsync("UPDATE customers SET name = 'lost' WHERE id = 1", Cancellation));
            },
            stage.Observer, Cancellation);

        Assert.Equal((DatabaseMigrationStatus.Completed, "57P01", "25006"), (migration.Status, old, behind));
        // What was opened behind the fence would read only for ever.
        Assert.Equal("57P01", await OutcomeAsync(() => late!.ExecuteAsync("SELECT 1", Cancellation)));
        await Sql.ExecuteAsync(stage.Source, "UPDATE customers SET name = name WHERE id = 1");
        await late!.DisposeAsync();
    }

    [Fact]
    public async Task An_open_transaction_is_waited_for_and_what_it_wrote_comes_along()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { Fence = true, FenceTimeout = 60 };
        await using var open = await Sql.OpenAsync(stage.Source);
        await open.ExecuteAsync("BEGIN; INSERT INTO customers (name) VALUES ('in the middle')", Cancellation);

        var running = stage.StartAsync();
        await Eventually.HoldsAsync("the fence is up", async () => await RunbookStage.SettingAsync(stage.Source) is not null);
        await open.ExecuteAsync("INSERT INTO customers (name) VALUES ('at the end'); COMMIT", Cancellation);

        Assert.Equal(DatabaseMigrationStatus.Completed, (await running).Status);
        Assert.Equal(2L, await Sql.ScalarAsync<long>(stage.Destination, "SELECT count(*) FROM customers WHERE name IN ('in the middle', 'at the end')"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("off")]
    public async Task The_databases_own_setting_is_there_again_afterwards(string? own)
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { Fence = true };
        if (own is not null) await Sql.ExecuteAsync(stage.Source, $"ALTER DATABASE {stage.Source.Database} SET default_transaction_read_only = {own}");
        var before = await RunbookStage.SettingAsync(stage.Source);

        await stage.StartAsync();

        Assert.Equal(before, await RunbookStage.SettingAsync(stage.Source));
        Assert.Null(await RunbookStage.SettingAsync(stage.Destination));
    }

    [Fact]
    public async Task A_role_that_may_not_fence_is_told_so_before_rows_are_copied()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        var reader = await Transfer.Copying.CreateRoleAsync((await servers.ServerAsync()).Endpoint with { Database = stage.Source.Database });
        await Sql.ExecuteAsync(stage.Source, $"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {reader.Username}; GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {reader.Username}");
        stage.Plan = stage.Plan with { Fence = true, NoPrivileges = true };

        var migration = await stage.StartAsync(request => request with { Source = reader });

        Assert.Equal((DatabaseMigrationStatus.Failed, "FenceNotPermitted", false), (migration.Status, migration.Error?.ErrorId, migration.IsFenced));
        Assert.Null(await RunbookStage.SettingAsync(stage.Source));
    }

    [Fact]
    public async Task What_was_written_to_the_source_after_the_proof_keeps_the_program_where_it_is()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { StopBefore = MigrationStepName.Switch };
        await stage.StartAsync();
        await Sql.ExecuteAsync(stage.Source, "INSERT INTO customers (name) VALUES ('late')");

        var migration = await stage.ResumeAsync();

        Assert.Equal((DatabaseMigrationStatus.Failed, "SourceWritten"), (migration.Status, migration.Error?.ErrorId));
        stage.AssertEnvAsBefore();
    }

    [Fact]
    public async Task What_was_taken_back_at_the_source_only_costs_a_second_look()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { StopBefore = MigrationStepName.Switch };
        await stage.StartAsync();
        await using (var open = await Sql.OpenAsync(stage.Source)) await open.ExecuteAsync("BEGIN; INSERT INTO customers (name) VALUES ('not'); ROLLBACK", Cancellation);

        Assert.Equal(DatabaseMigrationStatus.Completed, (await stage.ResumeAsync()).Status);

        Assert.Contains(stage.Observer.Warnings, warning => warning.Contains("compared again", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(RunbookStage.LocalToSupabase)]
    [InlineData(RunbookStage.SqliteToSupabase)]
    public async Task What_is_written_to_the_source_after_the_switch_is_told(string way)
    {
        await using var stage = await RunbookStage.CreateAsync(servers, way);
        stage.Plan = stage.Plan with { StopBefore = MigrationStepName.Health };
        await stage.StartAsync();
        if (way == RunbookStage.SqliteToSupabase)
        {
            await using var file = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={stage.Source.Database};Pooling=false");
            await file.OpenAsync(Cancellation);
            await using var command = file.CreateCommand();
            command.CommandText = "INSERT INTO customers (name) VALUES ('old URL')";
            await command.ExecuteNonQueryAsync(Cancellation);
        }
        else
        {
            await Sql.ExecuteAsync(stage.Source, "INSERT INTO customers (name) VALUES ('old URL')");
        }

        var migration = await stage.ResumeAsync();

        Assert.Equal(DatabaseMigrationStatus.Completed, migration.Status);
        Assert.Equal(way == RunbookStage.SqliteToSupabase ? null : 1L, migration.SourceWrites);
        Assert.Contains(stage.Observer.Warnings, warning => warning.Contains("the destination does not have", StringComparison.Ordinal));
        if (way == RunbookStage.SqliteToSupabase) return;
        await Sql.ExecuteAsync(stage.Source, "INSERT INTO customers (name) VALUES ('old URL again')");
        Assert.Equal(2L, Assert.Single(await stage.ListAsync()).SourceWrites);
    }

    /// <summary>A program that reads its .env whenever it connects, and connects again after an error, as programs with a pool do.</summary>
    [Fact]
    public async Task Every_write_that_a_program_was_promised_is_in_the_database_that_it_uses_then()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        await Sql.ExecuteAsync(stage.Source, "CREATE TABLE promises (id bigint PRIMARY KEY, at timestamptz DEFAULT clock_timestamp())");
        stage.Plan = stage.Plan with { Fence = true, FenceTimeout = 1 };
        var promised = new ConcurrentQueue<long>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var writers = Enumerable.Range(1, 3).Select(number => Task.Run(() => WriteAsync(stage, number * 1_000_000L, promised, end.Token), Cancellation)).ToList();
        await Eventually.HoldsAsync("the program writes", () => promised.Count > 50);

        var migration = await stage.StartAsync();
        var atSwitch = promised.Count;
        await Eventually.HoldsAsync("the program writes to the new database", () => promised.Count > atSwitch + 100);
        var first = await LackingAsync(stage.Destination, [.. promised]);
        var undone = await stage.UndoAsync(request => request with { CopyBack = true });
        var atReturn = promised.Count;
        await Eventually.HoldsAsync("the program writes to the old database", () => promised.Count > atReturn + 100);
        await end.CancelAsync();
        await Task.WhenAll(writers);

        Assert.Equal((DatabaseMigrationStatus.Completed, DatabaseMigrationStatus.Undone), (migration.Status, undone.Status));
        Assert.Equal(0L, migration.SourceWrites);
        Assert.Empty(first);
        Assert.Empty(await LackingAsync(stage.Source, [.. promised]));
    }

    private static async Task WriteAsync(RunbookStage stage, long from, ConcurrentQueue<long> promised, CancellationToken cancellationToken)
    {
        NpgsqlConnection? connection = null;
        for (var id = from; !cancellationToken.IsCancellationRequested; id++)
        {
            try
            {
                connection ??= await Sql.OpenAsync(stage.Program);
                await using var command = new NpgsqlCommand($"INSERT INTO promises (id) VALUES ({id})", connection);
                await command.ExecuteNonQueryAsync(CancellationToken.None);
                promised.Enqueue(id);
                await Task.Delay(5, CancellationToken.None);
            }
            catch (Exception failure) when (failure is NpgsqlException or MigrationException or IOException)
            {
                if (connection is not null) await connection.DisposeAsync();
                connection = null;
                await Task.Delay(20, CancellationToken.None);
            }
        }

        if (connection is not null) await connection.DisposeAsync();
    }

    private static async Task<IReadOnlyList<long>> LackingAsync(DatabaseEndpoint database, IReadOnlyList<long> promised)
    {
        var there = (await Sql.RowsAsync(database, "SELECT id FROM promises")).Select(row => (long)row[0]!).ToHashSet();
        return [.. promised.Where(id => !there.Contains(id))];
    }

    /// <summary>The SQLSTATE that it ended with; empty where it did not fail.</summary>
    private static async Task<string> OutcomeAsync(Func<Task> work)
    {
        try
        {
            await work();
            return "";
        }
        catch (PostgresException refusal)
        {
            return refusal.SqlState;
        }
        catch (NpgsqlException gone)
        {
            // The server's last word may be lost with the connection.
            return gone.InnerException is null or IOException or EndOfStreamException ? "57P01" : gone.Message;
        }
    }
}
