using PgMigrate.Engine.Journal;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>The file of rows that were set aside, over kills and runs.</summary>
public sealed class RejectFileTests(TestServers servers) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-test-").FullName;

    [Fact]
    public async Task Rejects_of_a_run_that_was_killed_and_resumed_are_complete_and_not_doubled()
    {
        var (source, destination) = await servers.DatabasesAsync("CREATE TABLE t (id int PRIMARY KEY, v int)");
        await Sql.ExecuteAsync(source, "INSERT INTO t SELECT g, g FROM generate_series(1, 10000) g; ANALYZE");
        await Sql.ExecuteAsync(destination, "ALTER TABLE t ADD CHECK (v % 50 <> 0)");
        for (var kill = 1; kill <= 5; kill++)
        {
            await using var worker = CopyWorker.Start(source, destination, batchSize: 200, rejectFolder: folder);
            await worker.GoAsync();
            await Copying.ChunksArriveAsync(destination, kill * 7);
            Assert.False(worker.HasEnded);
            await worker.KillAsync();
        }

        var result = Assert.Single(await Copying.RunAsync(Request(source, destination) with { Resume = true }));

        Assert.Equal(TableCopyStatus.CompletedWithRejects, result.Status);
        await AssertRejectsAsync(result.RejectPath!, 200);
        Assert.Equal(9800L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM t"));
        Assert.Equal(200m, await Sql.ScalarAsync<decimal>(destination, "SELECT sum(records_rejected) FROM pgmigrate.migration_checkpoints"));
        Assert.Equal([result.RejectPath!], Directory.GetFiles(folder));
    }

    [Fact]
    public async Task A_run_killed_before_it_joined_the_rejects_joins_them_when_it_is_resumed()
    {
        var (source, destination) = await servers.DatabasesAsync("CREATE TABLE t (id int PRIMARY KEY, v int)");
        await Sql.ExecuteAsync(source, "INSERT INTO t SELECT g, g FROM generate_series(1, 1000) g; ANALYZE");
        await Sql.ExecuteAsync(destination, "ALTER TABLE t ADD CHECK (v % 50 <> 0)");
        await using (var worker = CopyWorker.Start(source, destination, batchSize: 100, rejectFolder: folder))
        {
            await using var blocker = await Blocker.HoldAsync(destination, "LOCK TABLE t IN SHARE UPDATE EXCLUSIVE MODE");
            await worker.GoAsync();
            await Blocker.KeepsWaitingAsync(destination, "ANALYZE%");
            await worker.KillAsync();
        }

        var result = Assert.Single(await Copying.RunAsync(new() { Source = source, Destination = destination, Resume = true }));

        Assert.Equal(TableCopyStatus.CompletedWithRejects, result.Status);
        await AssertRejectsAsync(result.RejectPath!, 20);
    }

    [Fact]
    public async Task Joining_again_after_a_kill_in_the_middle_of_it_loses_nothing()
    {
        var file = new RejectFile(folder, "public.t");
        List<Checkpoint> chunks = [];
        for (var chunk = 1; chunk <= 3; chunk++)
        {
            await file.WritePartAsync(chunk, [Row(chunk), Row(chunk + 10)], CancellationToken.None);
            chunks.Add(Done(chunk, rejected: 2, file.Path));
        }

        var last = Directory.GetFiles(folder).Max()!;
        var lastPart = await File.ReadAllTextAsync(last, TestContext.Current.CancellationToken);
        var observer = new RecordingObserver();
        await file.JoinAsync(chunks, observer, CancellationToken.None);
        await File.WriteAllTextAsync(last, lastPart, TestContext.Current.CancellationToken); // As if the kill had come before this part was deleted.

        var again = await file.JoinAsync(chunks, observer, CancellationToken.None);

        Assert.Equal(file.Path, again);
        Assert.Equal(6, (await File.ReadAllLinesAsync(file.Path, TestContext.Current.CancellationToken)).Length);
        Assert.Equal([file.Path], Directory.GetFiles(folder));
        Assert.Empty(observer.Warnings);
        File.Delete(file.Path);
        await file.JoinAsync(chunks, observer, CancellationToken.None);
        Assert.Contains("6 rows of public.t were set aside", Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_an_earlier_run_is_not_taken_for_this_runs()
    {
        var (source, destination) = await servers.DatabasesAsync("CREATE TABLE t (id int PRIMARY KEY, v int)");
        await Sql.ExecuteAsync(source, "INSERT INTO t SELECT g, g FROM generate_series(1, 100) g");
        await Sql.ExecuteAsync(destination, "ALTER TABLE t ADD CONSTRAINT c CHECK (v <> 50)");
        Assert.Equal(TableCopyStatus.CompletedWithRejects, Assert.Single(await Copying.RunAsync(Request(source, destination))).Status);
        await Sql.ExecuteAsync(destination, "ALTER TABLE t DROP CONSTRAINT c");

        var result = Assert.Single(await Copying.RunAsync(Request(source, destination) with { Restart = true, Mode = CopyMode.Truncate }));

        Assert.Equal((TableCopyStatus.Completed, null), (result.Status, result.RejectPath));
    }

    [Fact]
    public async Task However_many_rows_are_refused_the_server_keeps_no_lock_for_each()
    {
        var (source, destination) = await servers.DatabasesAsync("CREATE TABLE t (id int PRIMARY KEY, v int)");
        await Sql.ExecuteAsync(source, "INSERT INTO t SELECT g, g FROM generate_series(1, 1000) g");
        await Sql.ExecuteAsync(destination, """
            CREATE TABLE seen (locks bigint);
            CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN INSERT INTO public.seen SELECT count(*) FROM pg_catalog.pg_locks WHERE locktype = ''transactionid'' AND pid = pg_backend_pid(); RETURN NULL; END';
            CREATE TRIGGER looks AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION look();
            ALTER TABLE t ENABLE ALWAYS TRIGGER looks;
            ALTER TABLE t ADD CHECK (v % 10 <> 0);
            """);

        Assert.Equal(100, Assert.Single(await Copying.RunAsync(Request(source, destination) with { Selection = new() { Tables = ["t"] }, BatchSize = null })).Rejected);

        Assert.InRange(await Sql.ScalarAsync<long>(destination, "SELECT max(locks) FROM seen"), 1, 10);
    }

    [Fact]
    public async Task A_folder_that_can_not_be_written_fails_the_table_by_name_and_leaves_nothing_of_the_chunk()
    {
        var (source, destination) = await servers.DatabasesAsync("CREATE TABLE t (id int PRIMARY KEY, v int)");
        await Sql.ExecuteAsync(source, "INSERT INTO t SELECT g, g FROM generate_series(1, 100) g");
        await Sql.ExecuteAsync(destination, "ALTER TABLE t ADD CHECK (v <> 50)");
        var file = Path.Combine(folder, "a file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var result = Assert.Single(await Copying.RunAsync(Request(source, destination) with { RejectFolder = Path.Combine(file, "below") }));

        Assert.Equal("RejectFileNotWritten", result.Error!.ErrorId);
        Assert.Equal(0L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task No_two_tables_share_a_file()
    {
        var (left, right) = (new RejectFile(folder, "public.a/b"), new RejectFile(folder, "public.a_b"));
        await left.WritePartAsync(1, [Row(1)], CancellationToken.None);
        await right.WritePartAsync(1, [Row(2)], CancellationToken.None);

        Assert.NotEqual(left.Path, right.Path);
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private TableCopyRequest Request(DatabaseEndpoint source, DatabaseEndpoint destination)
        => new() { Source = source, Destination = destination, BatchSize = 200, OnBadRow = BadRowAction.Reject, RejectFolder = folder };

    private static async Task AssertRejectsAsync(string path, int count)
    {
        var lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(count, lines.Length);
        Assert.Equal(count, lines.Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("data").GetString()).Distinct().Count());
    }

    private static RejectedRow Row(int number) => new() { Table = "public.t", Row = $"row {number}", Reason = "it is bad" };

    private static Checkpoint Done(int chunk, int rejected, string path) => new()
    {
        Entry = "TABLE DATA public t",
        TableName = "public.t",
        Chunk = ChunkBounds.Whole with { Number = chunk },
        Status = CheckpointStatus.Done,
        Rejected = rejected,
        RejectPath = path,
    };
}
