using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>Ctrl+C, and two runs at once.</summary>
public sealed class CancelledCopyTests(TestServers servers)
{
    private const string Sessions = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'PgMigrate%'";

    [Fact]
    public async Task Cancelled_in_mid_copy_it_leaves_whole_chunks_no_session_and_a_journal_to_resume()
    {
        var (source, destination) = await servers.DatabasesAsync("CREATE TABLE t (id int PRIMARY KEY, v text)");
        await Sql.ExecuteAsync(source, "INSERT INTO t SELECT g, repeat('x', 300) FROM generate_series(1, 60000) g; ANALYZE");
        var request = new TableCopyRequest { Source = source, Destination = destination, BatchSize = 100 };
        using var stop = new CancellationTokenSource();

        var copy = Copying.RunAsync(request, cancellationToken: stop.Token);
        await Copying.ChunksArriveAsync(destination, 10);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => copy);
        await AssertNoSessionAsync(source, destination);
        await Copying.AssertWholeChunksAsync(destination, "t");
        Assert.InRange(await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM t"), 1, 59_999);
        Assert.Equal("MigrationUnfinished", (await Copying.FailsAsync(request)).ErrorId);
        await Copying.RunAsync(request with { Resume = true });
        await Copying.AssertSameAsync(source, destination, "t");
    }

    [Theory]
    [InlineData(CopyMode.Append, BadRowAction.Stop)]
    [InlineData(CopyMode.Append, BadRowAction.Reject)]
    [InlineData(CopyMode.Upsert, BadRowAction.Stop)]
    public async Task Cancelled_while_the_server_waits_for_anothers_row_it_ends_at_once(CopyMode mode, BadRowAction onBadRow)
    {
        var (source, destination) = await servers.DatabasesAsync("CREATE TABLE t (id int PRIMARY KEY)");
        await Sql.ExecuteAsync(source, "INSERT INTO t SELECT generate_series(1, 1000)");
        var request = new TableCopyRequest { Source = source, Destination = destination, Mode = mode, OnBadRow = onBadRow, RejectFolder = Path.GetTempPath() };
        using var stop = new CancellationTokenSource();
        await using (await Blocker.HoldAsync(destination, "INSERT INTO t VALUES (500)"))
        {
            var copy = Copying.RunAsync(request, cancellationToken: stop.Token);
            await Blocker.KeepsWaitingAsync(destination, mode == CopyMode.Upsert ? "INSERT INTO%" : "COPY%");
            await stop.CancelAsync();

            // The lock is held until the copy has ended and its sessions are gone.
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => copy);
            await AssertNoSessionAsync(source, destination);
        }

        await Copying.RunAsync(request with { Resume = true });
        await Copying.AssertSameAsync(source, destination, "t");
    }

    [Fact]
    public async Task Ending_the_enumeration_early_ends_the_copy()
    {
        var (source, destination) = await servers.DatabasesAsync("CREATE TABLE t (id int PRIMARY KEY, v text); CREATE TABLE first (id int)");
        await Sql.ExecuteAsync(source, "INSERT INTO t SELECT g, repeat('x', 300) FROM generate_series(1, 60000) g; ANALYZE");
        await using (await Blocker.HoldAsync(destination, "LOCK TABLE t IN SHARE MODE"))
        {
            await foreach (var result in TableCopy.RunAsync(new() { Source = source, Destination = destination, ThrottleLimit = 2 }, new RecordingObserver(), TestContext.Current.CancellationToken))
            {
                Assert.Equal("first", result.Table);
                break;
            }

            await AssertNoSessionAsync(source, destination);
        }
    }

    [Fact]
    public async Task A_second_run_is_told_the_process_and_the_role_that_hold_the_lock_and_leaves_no_session()
    {
        var (source, destination) = await servers.DatabasesAsync("CREATE TABLE t (id int PRIMARY KEY)");
        await Sql.ExecuteAsync(source, "INSERT INTO t SELECT generate_series(1, 10)");
        await using var blocker = await Blocker.HoldAsync(destination, "LOCK TABLE t IN SHARE MODE");
        await using var worker = CopyWorker.Start(source, destination, batchSize: 1000);
        await worker.GoAsync();
        await Blocker.KeepsWaitingAsync(destination, "COPY%");

        var refusal = await Copying.FailsAsync(new() { Source = source, Destination = destination, Resume = true });

        Assert.Equal("DestinationLocked", refusal.ErrorId);
        Assert.Contains($"process {worker.Id}, role {destination.Username}", refusal.Message, StringComparison.Ordinal);
        await worker.KillAsync();
        await blocker.DisposeAsync();
        await AssertNoSessionAsync(source, destination);
    }

    private static async Task AssertNoSessionAsync(params DatabaseEndpoint[] databases)
    {
        foreach (var database in databases)
        {
            await Eventually.HoldsAsync("no session is left", async () => await Sql.ScalarAsync<long>(database, Sessions) == 0);
        }
    }
}
