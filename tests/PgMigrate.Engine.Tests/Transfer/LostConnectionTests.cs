using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>An end that dies while rows move.</summary>
public sealed class LostConnectionTests(TestServers servers)
{
    private const string Table = "CREATE TABLE t (id int PRIMARY KEY, v text); CREATE TABLE other (id int PRIMARY KEY);";
    private const string Rows = "INSERT INTO t SELECT g, repeat('x', 500) FROM generate_series(1, 40000) g; INSERT INTO other VALUES (1); ANALYZE";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_source_that_dies_is_named_and_the_copy_resumes_when_it_is_back(bool isKilled)
    {
        await using var server = await PrivateServer.StartAsync();
        var destination = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(server.Endpoint, Table);
        await Sql.ExecuteAsync(server.Endpoint, Rows);
        await Sql.ExecuteAsync(server.Endpoint, "CHECKPOINT"); // A sandbox does not wait for the disk; its rows shall survive.
        await Sql.ExecuteAsync(destination, Table);

        await DiesAsync(server, server.Endpoint, destination, isKilled, "source");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_destination_that_dies_is_named_and_the_copy_resumes_when_it_is_back(bool isKilled)
    {
        await using var server = await PrivateServer.StartAsync();
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, Table);
        await Sql.ExecuteAsync(source, Rows);
        await Sql.ExecuteAsync(server.Endpoint, Table);

        await DiesAsync(server, source, server.Endpoint, isKilled, "destination");
    }

    [Fact]
    public async Task A_terminated_session_of_the_destination_is_told_and_resumed()
    {
        var (source, destination) = await servers.DatabasesAsync(Table);
        await Sql.ExecuteAsync(source, Rows);
        var request = Request(source, destination);
        Task<MigrationException> failure;
        await using (await Blocker.HoldAsync(destination, "LOCK TABLE t IN SHARE MODE"))
        {
            failure = Copying.FailsAsync(request);
            await Blocker.KeepsWaitingAsync(destination, "COPY%");
            await Blocker.TerminateWaitingAsync(destination, "COPY%");
            var error = await failure;
            Assert.Equal("ConnectionLost", error.ErrorId);
            Assert.Contains("connection to the destination was lost while public.t was copied: terminating connection due to administrator command", error.Message, StringComparison.Ordinal);
        }

        await ResumesAsync(request);
    }

    [Fact]
    public async Task A_terminated_session_of_the_source_is_told_and_resumed()
    {
        var (source, destination) = await servers.DatabasesAsync(Table);
        await Sql.ExecuteAsync(source, Rows);
        var request = Request(source, destination) with { BatchSize = null, Selection = new() { Tables = ["t"] } };
        Task<MigrationException> failure;
        await using (await Blocker.HoldAsync(destination, "LOCK TABLE t IN SHARE MODE"))
        {
            failure = Copying.FailsAsync(request);
            await Blocker.KeepsWaitingAsync(destination, "COPY%");
            // The chunk is larger than all buffers between, so that the source's session is still sending it.
            Assert.True(await Sql.ScalarAsync<bool>(source, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE 'COPY%'"));
        }

        var error = await failure;
        Assert.Equal("ConnectionLost", error.ErrorId);
        Assert.Contains("connection to the source was lost while public.t was copied", error.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM t"));
        await ResumesAsync(request);
    }

    [Fact]
    public async Task A_terminated_keeper_of_the_sources_snapshot_is_told()
    {
        var (source, destination) = await servers.DatabasesAsync(Table);
        await Sql.ExecuteAsync(source, Rows);
        var request = Request(source, destination);
        Task<MigrationException> failure;
        await using (await Blocker.HoldAsync(destination, "LOCK TABLE t IN ACCESS EXCLUSIVE MODE"))
        {
            failure = Copying.FailsAsync(request);
            await Blocker.KeepsWaitingAsync(destination, "%");
            const string Keeper = "FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'";
            Assert.True(await Sql.ScalarAsync<bool>(source, $"SELECT pg_terminate_backend(pid) {Keeper}"));
            // The signal is not the end: until then the snapshot can be imported.
            await Eventually.HoldsAsync("the keeper is gone", () => Sql.ScalarAsync<bool>(source, $"SELECT NOT EXISTS (SELECT {Keeper})"));
        }

        Assert.Equal("SnapshotLost", (await failure).ErrorId);
        await ResumesAsync(request);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_whole_database_carries_on_when_an_end_that_died_is_back(bool isSource)
    {
        await using var server = await PrivateServer.StartAsync();
        var other = await servers.CreateDatabaseAsync();
        var (source, destination) = isSource ? (server.Endpoint, other) : (other, server.Endpoint);
        await Sql.ExecuteAsync(source, Table);
        await Sql.ExecuteAsync(source, Rows);
        if (isSource) await Sql.ExecuteAsync(source, "CHECKPOINT");
        var observer = new RecordingObserver();
        var request = new DatabaseCopyRequest
        {
            Source = source,
            Destination = destination,
            BatchSize = 100,
            ThrottleLimit = 2,
            ReconnectTimeout = TimeSpan.FromMinutes(1),
        };

        var run = Cloning.RunAsync(request, observer);
        await Copying.ChunksArriveAsync(destination, 20);
        await server.KillPostmasterAsync();
        await Eventually.HoldsAsync("the loss is told", () => Task.FromResult(observer.Warnings.Any(text => text.Contains("Trying to reach it again", StringComparison.Ordinal))));
        await server.StartAgainAsync();

        Assert.Equal(DatabaseCopyStatus.Completed, (await run).Status);
        await Cloning.AssertSameAsync(source, destination);
        Assert.Equal("Completed", await Sql.ScalarAsync<string>(destination, "SELECT string_agg(status, ', ') FROM pgmigrate.migrations"));
    }

    [Fact]
    public async Task A_copy_whose_sessions_were_all_terminated_carries_on_by_itself()
    {
        var (source, destination) = await servers.DatabasesAsync(Table);
        await Sql.ExecuteAsync(source, Rows);
        var request = Request(source, destination) with { ReconnectTimeout = TimeSpan.FromMinutes(1) };

        var run = Copying.RunAsync(request);
        await Copying.ChunksArriveAsync(destination, 20);
        await Sql.ExecuteAsync(destination, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

        Assert.All(await run, result => Assert.NotEqual(TableCopyStatus.Failed, result.Status));
        await Copying.AssertSameAsync(source, destination, "t", "other");
    }

    [Fact]
    public async Task An_end_that_does_not_come_back_ends_the_run_with_its_loss()
    {
        await using var server = await PrivateServer.StartAsync();
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, Table);
        await Sql.ExecuteAsync(source, Rows);
        await Sql.ExecuteAsync(server.Endpoint, Table);

        var failure = Copying.FailsAsync(Request(source, server.Endpoint) with { ReconnectTimeout = TimeSpan.FromSeconds(2) });
        await Copying.ChunksArriveAsync(server.Endpoint, 20);
        await server.StopImmediatelyAsync();

        Assert.Equal(MigrationErrorCategory.ConnectionError, (await failure).Category);
    }

    private static TableCopyRequest Request(DatabaseEndpoint source, DatabaseEndpoint destination)
        => new() { Source = source, Destination = destination, BatchSize = 100, ThrottleLimit = 2 };

    private static async Task DiesAsync(PrivateServer server, DatabaseEndpoint source, DatabaseEndpoint destination, bool isKilled, string end)
    {
        var request = Request(source, destination);
        var failure = Copying.FailsAsync(request);
        await Copying.ChunksArriveAsync(destination, 20);
        await (isKilled ? server.KillPostmasterAsync() : server.StopImmediatelyAsync());

        var error = await failure;
        Assert.Equal("ConnectionLost", error.ErrorId);
        Assert.Contains($"The connection to the {end} was lost while public.t was copied", error.Message, StringComparison.Ordinal);
        Assert.Contains("-Resume", error.Remedy, StringComparison.Ordinal);

        await server.StartAgainAsync();
        await Copying.AssertWholeChunksAsync(destination, "t");
        Assert.InRange(await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM t"), 1, 39_999);
        await ResumesAsync(request);
    }

    private static async Task ResumesAsync(TableCopyRequest request)
    {
        var results = await Copying.RunAsync(request with { Resume = true });
        Assert.All(results, result => Assert.NotEqual(TableCopyStatus.Failed, result.Status));
        await Copying.AssertSameAsync(request.Source, request.Destination, "t");
    }
}
