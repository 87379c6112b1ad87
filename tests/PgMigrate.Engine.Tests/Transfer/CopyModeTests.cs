using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>Append, Truncate and Upsert into tables with rows.</summary>
public sealed class CopyModeTests(TestServers servers) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-test-").FullName;

    [Fact]
    public async Task Upsert_updates_by_composite_keys_and_adds_what_is_new()
    {
        var (source, destination) = await servers.DatabasesAsync("""
            CREATE TABLE t ("Key 1" int, "key, 2" text, "a ""quoted"" name" text, doubled int GENERATED ALWAYS AS ("Key 1" * 2) STORED, PRIMARY KEY ("Key 1", "key, 2"));
            CREATE TABLE only_keys (a int, b int, PRIMARY KEY (b, a));
            CREATE TABLE always (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v text);
            """);
        await Sql.ExecuteAsync(source, """
            INSERT INTO t SELECT g, g::text, 'new' FROM generate_series(1, 3000) g;
            INSERT INTO only_keys SELECT g, -g FROM generate_series(1, 3000) g;
            INSERT INTO always (v) SELECT 'new' FROM generate_series(1, 3000) g;
            ANALYZE;
            """);
        await Sql.ExecuteAsync(destination, """
            INSERT INTO t SELECT g, g::text, 'old' FROM generate_series(500, 1500) g;
            INSERT INTO only_keys SELECT g, -g FROM generate_series(500, 1500) g;
            INSERT INTO always (v) SELECT 'old' FROM generate_series(1, 700) g;
            """);

        await CompletesAsync(new() { Source = source, Destination = destination, Mode = CopyMode.Upsert, BatchSize = 250, ThrottleLimit = 3 });

        await Copying.AssertSameAsync(source, destination, "t", "only_keys", "always");
        Assert.Equal(3001L, await Sql.ScalarAsync<long>(destination, "INSERT INTO always (v) VALUES ('next') RETURNING id"));
    }

    [Fact]
    public async Task Upsert_sets_aside_what_the_merge_refuses()
    {
        var (source, destination) = await servers.DatabasesAsync("CREATE TABLE t (id int PRIMARY KEY, v text)");
        await Sql.ExecuteAsync(source, "INSERT INTO t SELECT g, g::text FROM generate_series(1, 3000) g; ANALYZE");
        await Sql.ExecuteAsync(destination, """
            CREATE UNIQUE INDEX ON t (v);
            INSERT INTO t VALUES (90001, '17'), (2000, 'old'), (90002, '2345');
            ALTER TABLE t ADD CHECK (v <> '1234');
            """);

        var result = Assert.Single(await Copying.RunAsync(new()
        {
            Source = source,
            Destination = destination,
            Mode = CopyMode.Upsert,
            OnBadRow = BadRowAction.Reject,
            RejectFolder = folder,
            BatchSize = 1000,
        }));

        Assert.Equal((2997L, 3L, TableCopyStatus.CompletedWithRejects), (result.Rows, result.Rejected, result.Status));
        Assert.Equal("2000", await Sql.ScalarAsync<string>(destination, "SELECT v FROM t WHERE id = 2000"));
        var rejects = await File.ReadAllTextAsync(result.RejectPath!, TestContext.Current.CancellationToken);
        Assert.All(["17\\t17", "1234\\t1234", "2345\\t2345"], row => Assert.Contains($"\"data\":\"{row}\"", rejects, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Upsert_refuses_what_it_could_not_tell_apart_or_set()
    {
        var (source, destination) = await servers.DatabasesAsync("""
            CREATE TABLE nullable (id int UNIQUE, v text);
            CREATE TABLE always (code text PRIMARY KEY, id bigint GENERATED ALWAYS AS IDENTITY);
            """);
        await Sql.ExecuteAsync(source, "INSERT INTO nullable VALUES (NULL, 'x'); INSERT INTO always (code) VALUES ('x')");
        var request = new TableCopyRequest { Source = source, Destination = destination, Mode = CopyMode.Upsert };

        Assert.Equal("KeyRequired", (await Copying.FailsAsync(request with { Selection = new() { Tables = ["nullable"] } })).ErrorId);
        Assert.Equal("IdentityNotUpdatable", (await Copying.FailsAsync(request with { Selection = new() { Tables = ["always"] } })).ErrorId);
    }

    [Fact]
    public async Task Append_keeps_the_rows_that_are_there()
    {
        var (source, destination) = await servers.DatabasesAsync("CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, v text)");
        await Sql.ExecuteAsync(source, "INSERT INTO t (v) SELECT 'new' FROM generate_series(1, 1000)");
        await Sql.ExecuteAsync(destination, "INSERT INTO t (v) VALUES ('old')");

        await CompletesAsync(new() { Source = source, Destination = destination, Mode = CopyMode.Append });

        Assert.Equal(1001L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM t"));
        Assert.Equal(1001, await Sql.ScalarAsync<int>(destination, "INSERT INTO t (v) VALUES ('next') RETURNING id"));
    }

    [Fact]
    public async Task Truncate_empties_tables_that_refer_to_each_other_and_is_not_done_again_by_a_resumed_run()
    {
        var (source, destination) = await servers.DatabasesAsync("""
            CREATE TABLE parent (id int PRIMARY KEY);
            CREATE TABLE child (id int PRIMARY KEY, parent int REFERENCES parent);
            """);
        await Sql.ExecuteAsync(source, "INSERT INTO parent SELECT generate_series(1, 2000); INSERT INTO child SELECT g, g FROM generate_series(1, 2000) g; ANALYZE");
        await Sql.ExecuteAsync(destination, "INSERT INTO parent VALUES (1), (-1); INSERT INTO child VALUES (1, -1); ALTER TABLE child ADD CONSTRAINT late CHECK (id < 1500)");
        var request = new TableCopyRequest { Source = source, Destination = destination, Mode = CopyMode.Truncate, BatchSize = 500 };
        Assert.Contains(await Copying.RunAsync(request), result => result.Status == TableCopyStatus.Failed);
        await Sql.ExecuteAsync(destination, "ALTER TABLE child DROP CONSTRAINT late");

        var resumed = await CompletesAsync(request with { Resume = true }, TableCopyStatus.Completed, TableCopyStatus.AlreadyCopied);

        Assert.True(resumed.Single(result => result.Table == "child").ResumedChunks > 0);
        await Copying.AssertSameAsync(source, destination, "parent", "child");
    }

    [Fact]
    public async Task Truncate_says_which_table_outside_refers_to_one_that_is_copied()
    {
        var (source, destination) = await servers.DatabasesAsync("CREATE TABLE parent (id int PRIMARY KEY)");
        await Sql.ExecuteAsync(source, "INSERT INTO parent VALUES (1)");
        await Sql.ExecuteAsync(destination, "CREATE TABLE outside (id int REFERENCES parent); INSERT INTO parent VALUES (7); INSERT INTO outside VALUES (7)");

        var refusal = await Copying.FailsAsync(new() { Source = source, Destination = destination, Mode = CopyMode.Truncate });

        Assert.Equal("TruncateRefused", refusal.ErrorId);
        Assert.Contains("\"outside\"", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(7, await Sql.ScalarAsync<int>(destination, "SELECT id FROM outside"));
    }

    [Fact]
    public async Task A_table_that_others_inherit_from_is_its_own_rows_only()
    {
        var (source, destination) = await servers.DatabasesAsync("""
            CREATE TABLE base (id int PRIMARY KEY);
            CREATE TABLE derived (v text) INHERITS (base);
            CREATE TABLE child (id int REFERENCES base);
            """);
        await Sql.ExecuteAsync(source, "INSERT INTO base VALUES (1); INSERT INTO derived VALUES (2, 'x'); INSERT INTO child VALUES (1)");
        await Sql.ExecuteAsync(destination, "INSERT INTO derived VALUES (3, 'kept')");

        await CompletesAsync(new() { Source = source, Destination = destination, Selection = new() { Tables = ["base"] } });
        await CompletesAsync(new() { Source = source, Destination = destination, Selection = new() { Tables = ["base", "child"] }, Mode = CopyMode.Truncate });

        await Copying.AssertSameAsync(source, destination, "base", "child");
        Assert.Equal(3, await Sql.ScalarAsync<int>(destination, "SELECT id FROM derived"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<IReadOnlyList<TableCopyResult>> CompletesAsync(TableCopyRequest request, params TableCopyStatus[] wanted)
    {
        var results = await Copying.RunAsync(request);
        var fine = wanted.Length == 0 ? [TableCopyStatus.Completed] : wanted;
        Assert.All(results, result => Assert.True(fine.Contains(result.Status), $"{result}: {result.ErrorMessage}"));
        return results;
    }
}
