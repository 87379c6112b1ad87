using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>Tables that change under a copy.</summary>
public sealed class ChangedTableTests(TestServers servers)
{
    private const string Tables = "CREATE TABLE gate (id int); CREATE TABLE victim (id int PRIMARY KEY, v text); CREATE TABLE bystander (id int PRIMARY KEY);";

    private const string Rows = """
        INSERT INTO gate SELECT generate_series(1, 50000);
        INSERT INTO victim SELECT g, 'x' FROM generate_series(1, 500) g;
        INSERT INTO bystander SELECT generate_series(1, 500);
        """;

    [Theory]
    [InlineData("DROP TABLE victim")]
    [InlineData("TRUNCATE victim")]
    public async Task Nobody_drops_or_empties_a_table_of_the_source_until_the_copy_has_ended(string change)
    {
        var results = await CopyWhileAsync(async (source, _) =>
        {
            var refusal = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => Sql.ExecuteAsync(source, $"SET lock_timeout = '100ms'; {change}"));
            Assert.Equal(Npgsql.PostgresErrorCodes.LockNotAvailable, refusal.SqlState);
        });

        Assert.All(results, result => Assert.Equal(TableCopyStatus.Completed, result.Status));
        Assert.Equal(500, results.Single(result => result.Table == "victim").Rows);
    }

    [Fact]
    public async Task A_table_dropped_at_the_destination_is_named_and_the_others_arrive()
    {
        var (error, results) = await ChangeAsync("DROP TABLE victim");

        Assert.Equal("TableDropped", error.ErrorId);
        Assert.Contains("public.victim at the destination", error.Message, StringComparison.Ordinal);
        Assert.Equal(500, results.Single(result => result.Table == "bystander").Rows);
    }

    [Fact]
    public async Task A_column_dropped_at_the_destination_is_named_and_the_others_arrive()
    {
        var (error, results) = await ChangeAsync("ALTER TABLE victim DROP COLUMN v");

        Assert.Equal("ColumnDropped", error.ErrorId);
        Assert.Contains("\"v\"", error.Message, StringComparison.Ordinal);
        Assert.Equal(500, results.Single(result => result.Table == "bystander").Rows);
    }

    [Fact]
    public async Task The_journal_keeps_why_a_chunk_failed()
    {
        var (source, destination) = await servers.DatabasesAsync("CREATE TABLE t (id int PRIMARY KEY)");
        await Sql.ExecuteAsync(source, "INSERT INTO t VALUES (1)");
        await Sql.ExecuteAsync(destination, "ALTER TABLE t ADD CHECK (id > 1)");

        await Copying.RunAsync(new() { Source = source, Destination = destination });

        Assert.Equal("Failed", await Sql.ScalarAsync<string>(destination, "SELECT status FROM pgmigrate.migration_checkpoints"));
        Assert.Contains("t_id_check", await Sql.ScalarAsync<string>(destination, "SELECT error_message FROM pgmigrate.migration_checkpoints"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_whose_parent_failed_says_so_in_its_own_name()
    {
        var (source, destination) = await servers.DatabasesAsync("CREATE TABLE parent (id int PRIMARY KEY, v text); CREATE TABLE child (id int REFERENCES parent)");
        await Sql.ExecuteAsync(source, "INSERT INTO parent VALUES (1, repeat('x', 100000)); INSERT INTO child VALUES (1)");
        await Sql.ExecuteAsync(destination, "ALTER TABLE parent ADD CHECK (id > 1)");

        // One worker, and the parent first because it is larger: the child's rows come after the failure.
        var results = await Copying.RunAsync(new() { Source = source, Destination = destination, ThrottleLimit = 1 });

        Assert.Equal("ConstraintViolated", results.Single(result => result.Table == "parent").Error!.ErrorId);
        var child = results.Single(result => result.Table == "child");
        Assert.Equal("RelatedTableFailed", child.Error!.ErrorId);
        Assert.StartsWith("public.child refers to public.parent", child.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(1, child.Rows);
    }

    [Fact]
    public async Task A_call_that_was_refused_before_anything_arrived_is_simply_made_again()
    {
        var (source, destination) = await servers.DatabasesAsync("CREATE TABLE t (id int PRIMARY KEY)");
        await Sql.ExecuteAsync(source, "INSERT INTO t VALUES (1)");
        await Sql.ExecuteAsync(destination, "INSERT INTO t VALUES (2)");
        var request = new TableCopyRequest { Source = source, Destination = destination };
        Assert.Equal("DestinationNotEmpty", (await Copying.FailsAsync(request)).ErrorId);

        await Sql.ExecuteAsync(destination, "DELETE FROM t");

        Assert.Equal(1, Assert.Single(await Copying.RunAsync(request)).Rows);
    }

    [Fact]
    public async Task A_table_emptied_between_two_calls_is_not_taken_for_one_that_has_arrived()
    {
        var (source, destination) = await servers.DatabasesAsync("CREATE TABLE t (id int PRIMARY KEY)");
        await Sql.ExecuteAsync(source, "INSERT INTO t SELECT generate_series(1, 3000); ANALYZE");
        await Sql.ExecuteAsync(destination, "ALTER TABLE t ADD CONSTRAINT late CHECK (id < 2500)");
        var request = new TableCopyRequest { Source = source, Destination = destination, BatchSize = 1000, ThrottleLimit = 1 };
        await Copying.RunAsync(request);

        await Sql.ExecuteAsync(destination, "TRUNCATE t; ALTER TABLE t DROP CONSTRAINT late");

        Assert.Equal("JournalOutdated", (await Copying.FailsAsync(request with { Resume = true })).ErrorId);
    }

    [Fact]
    public async Task A_table_without_a_key_is_resumed_only_if_no_row_was_written_since()
    {
        var (source, destination) = await servers.DatabasesAsync("CREATE TABLE t (a int, v text)");
        // Deleted rows leave room in every block, so that an update moves rows and the table does not grow.
        await Sql.ExecuteAsync(source, "INSERT INTO t SELECT g, repeat('x', 100) FROM generate_series(1, 20000) g; DELETE FROM t WHERE a % 2 = 0");
        await Sql.ExecuteAsync(source, "VACUUM ANALYZE t");
        await Sql.ExecuteAsync(destination, "ALTER TABLE t ADD CONSTRAINT late CHECK (a <> 10001)");
        var request = new TableCopyRequest { Source = source, Destination = destination, BatchSize = 1000, ThrottleLimit = 1 };
        Assert.Equal("ConstraintViolated", Assert.Single(await Copying.RunAsync(request)).Error!.ErrorId);

        await Sql.ExecuteAsync(source, "VACUUM FREEZE t"); // Writes to the file, but no row.
        var again = Assert.Single(await Copying.RunAsync(request with { Resume = true }));
        Assert.Equal("ConstraintViolated", again.Error!.ErrorId);
        Assert.True(again.ResumedChunks > 0);

        var size = await Sql.ScalarAsync<long>(source, "SELECT pg_relation_size('t')");
        await Sql.ExecuteAsync(source, "UPDATE t SET v = v WHERE a = 19999");
        Assert.Equal(size, await Sql.ScalarAsync<long>(source, "SELECT pg_relation_size('t')"));
        Assert.Equal("SourceChanged", Assert.Single(await Copying.RunAsync(request with { Resume = true })).Error!.ErrorId);
    }

    [Fact]
    public async Task A_role_that_may_not_keep_a_journal_is_told_and_leaves_the_lock()
    {
        var (source, destination) = await servers.DatabasesAsync("CREATE TABLE t (id int PRIMARY KEY)");
        await Sql.ExecuteAsync(source, "INSERT INTO t VALUES (1)");
        var guest = await Copying.CreateRoleAsync(destination);
        await Sql.ExecuteAsync(destination, $"GRANT SELECT, INSERT ON t TO {guest.Username}");

        var refusal = await Copying.FailsAsync(new() { Source = source, Destination = guest });

        Assert.Equal("JournalNotAllowed", refusal.ErrorId);
        Assert.Contains("-JournalPath", refusal.Remedy, StringComparison.Ordinal);
        Assert.Equal(TableCopyStatus.Completed, Assert.Single(await Copying.RunAsync(new() { Source = source, Destination = destination })).Status);
    }

    /// <summary>Changes the destination's victim while rows are copied; returns the victim's failure and all results.</summary>
    private async Task<(MigrationException Error, IReadOnlyList<TableCopyResult> Results)> ChangeAsync(string change)
    {
        var results = await CopyWhileAsync((_, destination) => Sql.ExecuteAsync(destination, change));
        Assert.Equal(TableCopyStatus.Failed, results.Single(result => result.Table == "victim").Status);
        return (results.Single(result => result.Table == "victim").Error!, results);
    }

    /// <summary>Acts while the gate keeps the copy's only worker from the victim.</summary>
    private async Task<IReadOnlyList<TableCopyResult>> CopyWhileAsync(Func<DatabaseEndpoint, DatabaseEndpoint, Task> act)
    {
        var (source, destination) = await servers.DatabasesAsync(Tables);
        await Sql.ExecuteAsync(source, Rows);
        Task<IReadOnlyList<TableCopyResult>> copy;
        await using (await Blocker.HoldAsync(destination, "LOCK TABLE gate IN SHARE MODE"))
        {
            copy = Copying.RunAsync(new() { Source = source, Destination = destination, ThrottleLimit = 1 });
            await Blocker.KeepsWaitingAsync(destination, "COPY \"public\".\"gate\"%");
            await act(source, destination);
        }

        return await copy;
    }
}
