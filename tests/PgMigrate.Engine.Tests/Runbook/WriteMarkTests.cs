using System.Globalization;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Runbook;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Runbook;

/// <summary>What was written is counted, or nobody says that nothing was.</summary>
public sealed class WriteMarkTests(TestServers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task What_was_written_is_counted_as_soon_as_its_session_has_ended(int major)
    {
        var database = await servers.CreateDatabaseAsync(major);
        await Sql.ExecuteAsync(database, "CREATE TABLE t (id integer)");
        // Before PostgreSQL 15 each database has a statistics file of its own; that a neighbour's is new says nothing of this one's.
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var neighbour = LookAtStatisticsAsync(await servers.CreateDatabaseAsync(major), enough.Token);
        try
        {
            for (var round = 0; round < 5; round++)
            {
                var before = await ReadAsync();
                var writer = await Sql.OpenAsync(database);
                await writer.ExecuteAsync("INSERT INTO t VALUES (1)", Cancellation);
                var pid = writer.ProcessID;
                await writer.DisposeAsync();
                await Eventually.HoldsAsync("the session has ended", async () => await Sql.ScalarAsync<long>(database, $"SELECT count(*) FROM pg_stat_activity WHERE pid = {pid}") == 0);

                Assert.Equal(1L, (await ReadAsync()).Since(before));
            }
        }
        finally
        {
            await enough.CancelAsync();
            await neighbour;
        }

        Task<WriteMark> ReadAsync() => WriteMarks.ReadAsync(database, _ => true, new RecordingObserver(), Cancellation);
    }

    [Theory]
    [InlineData("ALTER DATABASE {0} SET track_counts = off")]
    [InlineData("ALTER ROLE {1} IN DATABASE {0} SET track_counts = 'no'")]
    public async Task A_destination_that_does_not_count_is_not_taken_for_unwritten(string setting)
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { StopBefore = MigrationStepName.Switch };
        await stage.StartAsync();
        var server = (await servers.ServerAsync(TestServers.Default)).Endpoint;
        await Sql.ExecuteAsync(server, string.Format(CultureInfo.InvariantCulture, setting, stage.Destination.Database, stage.Destination.Username));
        var migration = await stage.ResumeAsync();
        Assert.True(migration.Status == DatabaseMigrationStatus.Completed, migration.ErrorMessage);
        await Sql.ExecuteAsync(stage.Destination, "INSERT INTO customers (id, name) VALUES (900001, 'new')");

        var refusal = await Assert.ThrowsAsync<MigrationException>(() => stage.UndoAsync());

        Assert.Equal(("DestinationWritten", "Nobody can tell whether the destination was written to since the switch."), (refusal.ErrorId, refusal.Message));
        stage.AssertSwitched();
        Assert.Equal(DatabaseMigrationStatus.Undone, (await stage.UndoAsync(request => request with { CopyBack = true })).Status);
        Assert.Equal("new", await Sql.ScalarAsync<string>(stage.Source, "SELECT name FROM customers WHERE id = 900001"));
    }

    [Fact]
    public async Task What_a_server_does_not_count_nobody_takes_for_nothing()
    {
        await using var server = await PrivateServer.StartAsync();
        await Sql.ExecuteAsync(server.Endpoint, "CREATE TABLE t (id integer); CREATE ROLE careless");
        Assert.Equal(0L, await SinceAsync());

        await Sql.ExecuteAsync(server.Endpoint, "ALTER ROLE careless SET track_counts = 0");
        Assert.Null(await SinceAsync());

        await Sql.ExecuteAsync(server.Endpoint, "ALTER ROLE careless SET track_counts = 'yes'; ALTER ROLE careless SET work_mem = '5MB'");
        Assert.Equal(0L, await SinceAsync());

        await server.StopImmediatelyAsync();
        await server.StartAgainAsStandbyAsync();
        Assert.Null(await SinceAsync());

        async Task<long?> SinceAsync()
        {
            var mark = await WriteMarks.ReadAsync(server.Endpoint, _ => true, new RecordingObserver(), Cancellation);
            return mark.Since(mark);
        }
    }

    private static async Task LookAtStatisticsAsync(DatabaseEndpoint database, CancellationToken enough)
    {
        await using var reader = await Sql.OpenAsync(database);
        while (!enough.IsCancellationRequested) await reader.ExecuteAsync("SELECT n_live_tup FROM pg_stat_all_tables", Cancellation);
    }
}
