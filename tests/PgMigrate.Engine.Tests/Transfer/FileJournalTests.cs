using PgMigrate.Engine.Tests.Journal;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>Copies whose journal lies in a file, as a role without the right to create a schema needs it.</summary>
public sealed class FileJournalTests(TestServers servers) : IDisposable
{
    private const string Table = "CREATE TABLE t (id int PRIMARY KEY, v text);";

    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-test-").FullName;

    private string JournalPath => Path.Combine(folder, "shop.journal");

    [Fact]
    public async Task A_role_that_may_create_no_schema_copies_and_copies_nothing_again()
    {
        var (source, destination) = await DatabasesAsync(Table);
        await Sql.ExecuteAsync(source, "INSERT INTO t SELECT g, 'x' FROM generate_series(1, 1000) g; ANALYZE");
        var request = Request(source, destination);

        var refusal = await Copying.FailsAsync(request with { JournalPath = null });
        Assert.Equal("JournalNotAllowed", refusal.ErrorId);
        Assert.Contains("-JournalPath", refusal.Remedy, StringComparison.Ordinal);

        var first = Assert.Single(await Copying.RunAsync(request));
        var again = Assert.Single(await Copying.RunAsync(request));

        Assert.Equal((TableCopyStatus.Completed, 1000L, 10), (first.Status, first.Rows, first.Chunks));
        Assert.Equal((TableCopyStatus.AlreadyCopied, 10), (again.Status, again.ResumedChunks));
        await Copying.AssertSameAsync(source, destination, "t");
        Assert.False(await Sql.ScalarAsync<bool>(destination, "SELECT to_regnamespace('pgmigrate') IS NOT NULL"));
    }

    [Fact]
    public async Task A_role_that_may_create_no_schema_resumes_after_a_failure_of_rows()
    {
        var (source, destination) = await DatabasesAsync(Table);
        await Sql.ExecuteAsync(source, "INSERT INTO t SELECT g, 'x' FROM generate_series(1, 1000) g; UPDATE t SET v = 'bad' WHERE id = 555; ANALYZE");
        await Sql.ExecuteAsync(destination, "ALTER TABLE t ADD CONSTRAINT good CHECK (v <> 'bad')");
        var request = Request(source, destination) with { ThrottleLimit = 1 };

        Assert.Equal("ConstraintViolated", Assert.Single(await Copying.RunAsync(request)).Error!.ErrorId);
        Assert.Equal("MigrationUnfinished", (await Copying.FailsAsync(request)).ErrorId);
        await Sql.ExecuteAsync(destination, "ALTER TABLE t DROP CONSTRAINT good");
        var resumed = Assert.Single(await Copying.RunAsync(request with { Resume = true }));

        Assert.Equal(TableCopyStatus.Completed, resumed.Status);
        Assert.InRange(resumed.ResumedChunks, 1, 9);
        await Copying.AssertSameAsync(source, destination, "t");
    }

    [Fact]
    public async Task A_row_that_is_refused_at_the_commit_is_brought_when_it_is_mended()
    {
        var (source, destination) = await servers.DatabasesAsync(Table);
        await Sql.ExecuteAsync(source, "INSERT INTO t SELECT g, 'x' FROM generate_series(1, 500) g; ANALYZE");
        await Sql.ExecuteAsync(destination, """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.id = 250 THEN RAISE 'not 250'; END IF; RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER late AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse();
            ALTER TABLE t ENABLE ALWAYS TRIGGER late;
            """);
        var request = Request(source, destination);

        Assert.Contains("not 250", Assert.Single(await Copying.RunAsync(request)).ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(1L, TestJournal.Edit(JournalPath, "SELECT count(*) FROM migration_checkpoints WHERE error_message LIKE '%not 250%'"));
        await Sql.ExecuteAsync(destination, "DROP TRIGGER late ON t");
        await Copying.RunAsync(request with { Resume = true });

        await Copying.AssertSameAsync(source, destination, "t");
    }

    [Fact]
    public async Task The_journal_of_another_destination_brings_nothing()
    {
        var (source, destination) = await servers.DatabasesAsync(Table);
        var other = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, "INSERT INTO t VALUES (1, 'x')");
        await Sql.ExecuteAsync(other, Table);
        await Copying.RunAsync(Request(source, destination));

        Assert.Equal("JournalOfAnotherDestination", (await Copying.FailsAsync(Request(source, other))).ErrorId);
        Assert.Equal(0L, await Sql.ScalarAsync<long>(other, "SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task The_journal_goes_when_all_has_arrived_if_it_is_asked_to()
    {
        var (source, destination) = await servers.DatabasesAsync(Table);
        await Sql.ExecuteAsync(source, "INSERT INTO t VALUES (1, 'x')");

        await Copying.RunAsync(Request(source, destination) with { RemoveJournal = true });

        Assert.Empty(Directory.GetFiles(folder));
        await Copying.AssertSameAsync(source, destination, "t");
    }

    [Fact]
    public async Task Resuming_from_a_file_that_is_not_there_is_said_aloud()
    {
        var (source, destination) = await servers.DatabasesAsync(Table);
        var observer = new RecordingObserver();

        await Copying.RunAsync(Request(source, destination) with { Resume = true }, observer);

        Assert.Contains(observer.Warnings, warning => warning.Contains(JournalPath, StringComparison.Ordinal));
    }

    // A process that ends between the server's commit and the file's word of it leaves the file so, and one that ends just before the commit too.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_chunk_that_was_about_to_commit_is_brought_if_and_only_if_it_did_not(bool hasCommitted)
    {
        var (source, destination) = await DatabasesAsync(Table);
        await Sql.ExecuteAsync(source, "INSERT INTO t SELECT g, 'x' FROM generate_series(1, 1000) g; ANALYZE");
        await Copying.RunAsync(Request(source, destination));
        BreakOff("batch_number = 4");
        if (!hasCommitted)
        {
            await Sql.ExecuteAsync(destination, "DELETE FROM t WHERE id BETWEEN 301 AND 400");
            var aborted = await RollBackAsync(destination);
            TestJournal.Edit(JournalPath, $"UPDATE migration_checkpoints SET transaction_id = {aborted} WHERE batch_number = 4");
        }

        var resumed = Assert.Single(await Copying.RunAsync(Request(source, destination) with { Resume = true }));

        Assert.Equal((hasCommitted ? 0 : 100, hasCommitted ? 10 : 9), (resumed.Rows, resumed.ResumedChunks));
        await Copying.AssertSameAsync(source, destination, "t");
    }

    [Fact]
    public async Task A_chunk_of_which_the_destination_knows_nothing_any_more_is_refused_until_all_is_copied_anew()
    {
        var (source, destination) = await DatabasesAsync(Table);
        await Sql.ExecuteAsync(source, "INSERT INTO t SELECT g, 'x' FROM generate_series(1, 1000) g; ANALYZE");
        var request = Request(source, destination);
        await Copying.RunAsync(request);
        BreakOff("batch_number = 4");
        TestJournal.Edit(JournalPath, "UPDATE migration_checkpoints SET transaction_id = 3 WHERE batch_number = 4"); // Every cluster's first.

        var refusal = await Copying.FailsAsync(request with { Resume = true });
        Assert.Equal(("ChunkOutcomeUnknown", "public.t"), (refusal.ErrorId, refusal.Subject));
        var anew = Assert.Single(await Copying.RunAsync(request with { Restart = true, Mode = CopyMode.Truncate }));

        Assert.Equal(1000L, anew.Rows);
        await Copying.AssertSameAsync(source, destination, "t");
    }

    [Fact]
    public async Task Tables_that_were_about_to_commit_are_created_once()
    {
        using var file = new Sqlite.SqliteTestFile("""
            CREATE TABLE "A" ("Id" INTEGER PRIMARY KEY);
            CREATE TABLE "B" ("Id" INTEGER PRIMARY KEY REFERENCES "A");
            INSERT INTO "A" VALUES (1);
            INSERT INTO "B" VALUES (1);
            """);
        var destination = await RoleAsync(await servers.CreateDatabaseAsync());
        var request = Request(file.Endpoint, destination) with { CreateTable = true };
        await Copying.RunAsync(request);
        BreakOff("true");

        var results = await Copying.RunAsync(request with { Resume = true });

        Assert.All(results, result => Assert.Equal(TableCopyStatus.AlreadyCopied, result.Status));
        await Copying.AssertEqualAsync(request.Source, destination);
        Assert.Equal(1L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace"));
    }

    [Fact]
    public async Task A_server_that_crashes_keeps_every_chunk_that_the_file_calls_done()
    {
        await using var server = await PrivateServer.StartAsync();
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, Table + "INSERT INTO t SELECT g, repeat('x', 500) FROM generate_series(1, 40000) g; ANALYZE");
        // A server whose own setting lets commits be lost.
        await Sql.ExecuteAsync(server.Endpoint, Table + "ALTER DATABASE postgres SET synchronous_commit = off;");
        var request = Request(source, server.Endpoint);
        var failure = Copying.FailsAsync(request);
        await Eventually.HoldsAsync("2000 rows are there", async () => await Sql.ScalarAsync<long>(server.Endpoint, "SELECT count(*) FROM t") >= 2000);
        await server.KillPostmasterAsync();
        Assert.Equal("ConnectionLost", (await failure).ErrorId);

        await server.StartAgainAsync();
        var done = (long)TestJournal.Edit(JournalPath, "SELECT sum(records_migrated) FROM migration_checkpoints WHERE status = 'Done'")!;
        Assert.InRange(await Sql.ScalarAsync<long>(server.Endpoint, "SELECT count(*) FROM t"), done, 39_999);
        Assert.True(done > 0);
        await Copying.RunAsync(request with { Resume = true });

        await Copying.AssertSameAsync(source, server.Endpoint, "t");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private TableCopyRequest Request(DatabaseEndpoint source, DatabaseEndpoint destination)
        => new() { Source = source, Destination = destination, JournalPath = JournalPath, BatchSize = 100, ThrottleLimit = 3 };

    /// <summary>Leaves the file as a process does that ends while it commits those checkpoints.</summary>
    private void BreakOff(string checkpoints) => TestJournal.Edit(
        JournalPath,
        $"UPDATE migrations SET status = 'Running'; UPDATE migration_checkpoints SET status = 'Committing' WHERE {checkpoints}");

    /// <summary>Both ends with the schema; the destination as a role that owns the tables and may not create a schema.</summary>
    private async Task<(DatabaseEndpoint Source, DatabaseEndpoint Destination)> DatabasesAsync(string schema)
    {
        var source = await servers.CreateDatabaseAsync();
        var destination = await RoleAsync(await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(source, schema);
        await Sql.ExecuteAsync(destination, schema);
        return (source, destination);
    }

    private static async Task<DatabaseEndpoint> RoleAsync(DatabaseEndpoint database)
    {
        var role = await Copying.CreateRoleAsync(database);
        await Sql.ExecuteAsync(database, $"GRANT CREATE, USAGE ON SCHEMA public TO {role.Username}");
        Assert.False(await Sql.ScalarAsync<bool>(role, "SELECT has_database_privilege(current_database(), 'CREATE')"));
        return role;
    }

    private static async Task<long> RollBackAsync(DatabaseEndpoint database)
    {
        await using var connection = await Sql.OpenAsync(database);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = new Npgsql.NpgsqlCommand("SELECT txid_current()", connection);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
