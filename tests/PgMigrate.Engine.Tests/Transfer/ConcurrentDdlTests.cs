using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>A source whose schema is altered while it is cloned: the clone is of one time, or there is none.</summary>
public sealed class ConcurrentDdlTests(TestServers servers)
{
    private const string Sample = """
        CREATE TABLE a_gate (id integer);
        CREATE SEQUENCE b_gate;
        CREATE VIEW view_gate AS SELECT 1 AS one;
        CREATE SCHEMA zone; CREATE TABLE zone.t (id integer PRIMARY KEY); INSERT INTO zone.t VALUES (1);
        CREATE TYPE mood AS ENUM ('sad', 'ok');
        CREATE TYPE pair AS (first integer, second integer);
        CREATE DOMAIN positive AS integer CONSTRAINT above CHECK (value > 0);
        CREATE FUNCTION f(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
        CREATE FUNCTION lonely() RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TABLE victim (id integer PRIMARY KEY, v text DEFAULT 'x', m mood, n integer DEFAULT f(1), CONSTRAINT small CHECK (id < 100000));
        CREATE INDEX victim_v ON victim (v); CREATE INDEX victim_f ON victim (f(id, 2));
        CREATE STATISTICS victim_stats (dependencies) ON v, n FROM victim;
        CREATE TRIGGER touched BEFORE UPDATE ON victim FOR EACH ROW EXECUTE FUNCTION touch();
        CREATE RULE quiet AS ON DELETE TO victim DO INSTEAD NOTHING;
        CREATE POLICY mine ON victim USING (v = current_user);
        CREATE TABLE other (id integer REFERENCES victim, r int4range);
        CREATE VIEW w AS SELECT id, v FROM victim WHERE f(id) > 0;
        CREATE VIEW over_w AS SELECT id FROM w;
        CREATE MATERIALIZED VIEW kept AS SELECT * FROM w;
        INSERT INTO victim SELECT g, 'x', CASE g % 2 WHEN 0 THEN 'sad' ELSE 'ok' END::mood FROM generate_series(1, 500) g;
        INSERT INTO other SELECT g FROM generate_series(1, 300) g;
        """;

    /// <summary>What a clone that began before may wait for, so that it sees the source as it is afterwards.</summary>
    public static TheoryData<string> Changes =>
    [
        "ALTER TABLE victim ADD COLUMN extra integer DEFAULT 7",
        "ALTER TABLE victim RENAME COLUMN v TO renamed",
        "ALTER TABLE victim RENAME TO survivor",
        "ALTER TABLE victim RENAME CONSTRAINT small TO little",
        "ALTER TABLE victim ALTER v DROP DEFAULT",
        "ALTER TABLE other ALTER id TYPE bigint",
        "ALTER TABLE other DROP COLUMN r",
        "DROP TABLE other",
        "DROP INDEX victim_v",
        "ALTER INDEX victim_v RENAME TO victim_w",
        "ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'",
        "ALTER TYPE mood RENAME TO temper",
        "ALTER TYPE pair RENAME ATTRIBUTE first TO one",
        "ALTER DOMAIN positive RENAME CONSTRAINT above TO over",
        "DROP FUNCTION lonely()",
        "ALTER FUNCTION f RENAME TO g",
        "CREATE OR REPLACE FUNCTION f(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 * $2'",
        "CREATE OR REPLACE VIEW w AS SELECT id, v, f(id) AS more FROM victim",
        "DROP VIEW over_w",
        "DROP TRIGGER touched ON victim",
        "DROP RULE quiet ON victim",
        "DROP POLICY mine ON victim",
        "DROP STATISTICS victim_stats",
        "ALTER STATISTICS victim_stats RENAME TO more_stats",
        "TRUNCATE other",
        "VACUUM FULL victim",
        "REFRESH MATERIALIZED VIEW kept",
        "DROP SCHEMA zone CASCADE",
        "ALTER SCHEMA zone RENAME TO saved",
        "ALTER SEQUENCE b_gate RENAME TO c_gate",
    ];

    /// <summary>What a clone that began before does not see.</summary>
    public static TheoryData<string> Additions =>
    [
        "CREATE TABLE added AS SELECT 1 AS id",
        "CREATE INDEX added ON victim (n)",
        "CREATE VIEW added AS SELECT * FROM victim",
        "CREATE FUNCTION f(text) RETURNS text LANGUAGE sql AS 'SELECT $1'",
        "ALTER TYPE mood ADD VALUE 'great'",
        "CREATE SCHEMA added",
        "CREATE TYPE added AS ENUM ('x')",
        "INSERT INTO other SELECT 1",
    ];

    /// <summary>What may happen to a source whose tables are locked already.</summary>
    public static TheoryData<string> HarmlessChanges =>
    [
        "CREATE OR REPLACE FUNCTION f(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 * $2'",
        "DROP FUNCTION lonely()",
        "DROP STATISTICS victim_stats",
        "ALTER TYPE mood ADD VALUE 'great'",
        "CREATE INDEX added ON victim (n)",
        "CREATE TABLE added AS SELECT 1 AS id",
        "DELETE FROM other",
    ];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_change_before_the_tables_are_locked_is_in_the_clone_as_a_whole(string change)
    {
        var request = await servers.DatabaseWithAsync(Sample);
        Task<DatabaseCopyResult> run;
        await using (await Blocker.HoldAsync(request.Source, "LOCK TABLE a_gate"))
        {
            run = Cloning.RunAsync(request);
            await Blocker.KeepsWaitingAsync(request.Source, "LOCK TABLE%");
            await AlterAsync(request.Source, change);
        }

        Assert.Equal(DatabaseCopyStatus.Completed, (await run).Status);
        await Cloning.AssertSameAsync(request.Source, request.Destination);
    }

    [Theory]
    [MemberData(nameof(Additions))]
    public async Task An_addition_before_the_tables_are_locked_is_not_in_the_clone(string addition)
    {
        var request = await servers.DatabaseWithAsync(Sample);
        var twin = await servers.DatabaseWithAsync(Sample);
        Task<DatabaseCopyResult> run;
        await using (await Blocker.HoldAsync(request.Source, "LOCK TABLE a_gate"))
        {
            run = Cloning.RunAsync(request);
            await Blocker.KeepsWaitingAsync(request.Source, "LOCK TABLE%");
            await AlterAsync(request.Source, addition);
        }

        Assert.Equal(DatabaseCopyStatus.Completed, (await run).Status);
        await Cloning.AssertSameAsync(twin.Source, request.Destination);
    }

    [Theory]
    [InlineData("CREATE OR REPLACE FUNCTION f(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 * $2'")]
    [InlineData("ALTER FUNCTION f RENAME TO g")]
    [InlineData("ALTER TYPE mood RENAME TO temper")]
    [InlineData("ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'")]
    [InlineData("DROP STATISTICS victim_stats")]
    public Task A_change_in_mid_description_is_in_the_clone_as_a_whole(string change)
        // The drop is taken back, and leaves its mark on the sequence's row.
        => RequireWholeAsync("DROP SEQUENCE b_gate", "%b_gate%", change);

    [Theory]
    [InlineData("CREATE OR REPLACE VIEW w AS SELECT id, v, f(id) AS more FROM victim")]
    [InlineData("DROP VIEW over_w")]
    [InlineData("ALTER VIEW w RENAME COLUMN v TO renamed")]
    [InlineData("REFRESH MATERIALIZED VIEW kept")]
    public Task A_view_that_changes_while_views_are_described_is_in_the_clone_as_a_whole(string change)
        => RequireWholeAsync("DROP VIEW view_gate", "%pg_get_viewdef%", change);

    [Theory]
    [MemberData(nameof(HarmlessChanges))]
    public async Task A_change_after_the_description_is_not_in_the_clone(string change)
    {
        var twin = await servers.DatabaseWithAsync(Sample);

        var (request, result) = await RunWithAsync(source => AlterAsync(source, change));

        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        await Cloning.AssertSameAsync(twin.Source, request.Destination);
    }

    [Theory]
    [InlineData("ALTER TABLE victim ADD COLUMN extra integer")]
    [InlineData("DROP TABLE other")]
    [InlineData("DROP INDEX victim_v")]
    [InlineData("TRUNCATE other")]
    [InlineData("VACUUM FULL victim")]
    [InlineData("DROP SCHEMA zone CASCADE")]
    [InlineData("DROP FUNCTION f(integer, integer) CASCADE")]
    [InlineData("DROP TYPE mood CASCADE")]
    [InlineData("DROP VIEW over_w")]
    [InlineData("CREATE OR REPLACE VIEW w AS SELECT id, v, f(id) AS more FROM victim")]
    [InlineData("DROP SEQUENCE b_gate")]
    public async Task Nobody_alters_what_rows_are_read_from_while_they_are_copied(string change)
    {
        var (request, result) = await RunWithAsync(async source =>
        {
            var refusal = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => AlterAsync(source, $"SET lock_timeout = '100ms'; {change}"));
            Assert.Equal(Npgsql.PostgresErrorCodes.LockNotAvailable, refusal.SqlState);
        });

        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        await Cloning.AssertSameAsync(request.Source, request.Destination);
    }

    [Fact]
    public async Task Labels_that_change_places_while_rows_are_copied_end_the_clone()
    {
        var error = await Assert.ThrowsAsync<MigrationException>(() => RunWithAsync(source => AlterAsync(
            source, "ALTER TYPE mood RENAME VALUE 'sad' TO 'x'; ALTER TYPE mood RENAME VALUE 'ok' TO 'sad'; ALTER TYPE mood RENAME VALUE 'x' TO 'ok'")));

        Assert.Equal("SourceChanged", error.ErrorId);
        Assert.Contains("public.mood", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_waits_to_alter_a_table_ends_the_clone_instead_of_both_waiting_for_ever()
    {
        Task? altering = null;

        var error = await Assert.ThrowsAsync<MigrationException>(() => RunWithAsync(
            async source =>
            {
                altering = AlterAsync(source, "ALTER TABLE zone.t ADD COLUMN extra integer");
                await Blocker.KeepsWaitingAsync(source, "ALTER TABLE%");
            },
            TimeSpan.FromSeconds(1)));
        await altering!;

        Assert.Equal("SourceLocked", error.ErrorId);
        Assert.Equal("zone.t", error.Subject);
        Assert.Contains("-Resume", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_that_never_stands_still_is_told()
    {
        var request = await servers.DatabaseWithAsync("CREATE TABLE t (id integer); CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'");

        var run = Cloning.RunAsync(request);
        await using var connection = await Sql.OpenAsync(request.Source);
        await using var command = new Npgsql.NpgsqlCommand("CREATE OR REPLACE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'", connection);
        while (!run.IsCompleted) await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<MigrationException>(() => run);
        Assert.Equal("SourceChanged", error.ErrorId);
        Assert.StartsWith("public.f was altered or dropped", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy!);
    }

    [Fact]
    public async Task A_table_that_stays_locked_is_told()
    {
        var request = await servers.DatabaseWithAsync("CREATE TABLE t (id integer)");
        await using var blocker = await Blocker.HoldAsync(request.Source, "ALTER TABLE t ADD COLUMN v text");
        await using var connection = await Sql.OpenAsync(request.Source);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var session = await CatalogSession.StartAsync(connection, TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<MigrationException>(() => TableLocks.TakeAsync(session, ObjectFilter.Everything, TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken));

        Assert.Equal("SourceLocked", error.ErrorId);
        Assert.Equal("55P03", error.SqlState);
    }

    [Fact]
    public async Task What_others_took_back_or_have_not_committed_is_no_change()
    {
        var request = await servers.DatabaseWithAsync(Sample);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => Sql.ExecuteAsync(request.Source, "DROP SCHEMA zone CASCADE; DROP FUNCTION lonely(); SELECT 1 / 0"));
        await using var blocker = await Blocker.HoldAsync(request.Source, "CREATE OR REPLACE FUNCTION lonely() RETURNS integer LANGUAGE sql AS 'SELECT 2'");
        var observer = new RecordingObserver();

        await Cloning.RunAsync(request, observer);

        Assert.DoesNotContain(observer.VerboseMessages, text => text.Contains("looked at again", StringComparison.Ordinal));
        await Cloning.AssertSameAsync(request.Source, request.Destination);
    }

    /// <summary>Changes the source while its description waits for what another session holds; the clone must be of the time after.</summary>
    private async Task RequireWholeAsync(string hold, string waiting, string change)
    {
        var request = await servers.DatabaseWithAsync(Sample);
        Task<DatabaseCopyResult> run;
        await using (await Blocker.HoldAsync(request.Source, hold))
        {
            run = Cloning.RunAsync(request);
            await Blocker.KeepsWaitingAsync(request.Source, waiting);
            await AlterAsync(request.Source, change);
        }

        Assert.Equal(DatabaseCopyStatus.Completed, (await run).Status);
        await Cloning.AssertSameAsync(request.Source, request.Destination);
    }

    /// <summary>Acts on the source when it is described and none of its tables is at the destination yet.</summary>
    private async Task<(DatabaseCopyRequest Request, DatabaseCopyResult Result)> RunWithAsync(Func<DatabaseEndpoint, Task> act, TimeSpan? lockTimeout = null)
    {
        var request = await servers.DatabaseWithAsync(Sample) with { Force = true, LockTimeout = lockTimeout ?? TimeSpan.FromSeconds(30) };
        await Sql.ExecuteAsync(
            request.Destination,
            """
            CREATE FUNCTION public.hold() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_catalog.pg_advisory_xact_lock_shared(7); END';
            CREATE EVENT TRIGGER hold ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION public.hold();
            """);
        Task<DatabaseCopyResult> run;
        await using (await Blocker.HoldAsync(request.Destination, "SELECT pg_advisory_xact_lock(7)"))
        {
            run = Cloning.RunAsync(request);
            await Blocker.KeepsWaitingAsync(request.Destination, "%");
            await act(request.Source);
        }

        var result = await run;
        await Sql.ExecuteAsync(request.Destination, "DROP EVENT TRIGGER hold; DROP FUNCTION public.hold()");
        return (request, result);
    }

    /// <summary>Each statement by itself: some don't run in a transaction.</summary>
    private static async Task AlterAsync(DatabaseEndpoint database, string statements)
    {
        await using var connection = await Sql.OpenAsync(database);
        foreach (var statement in statements.Split("; "))
        {
            await using var command = new Npgsql.NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }
}
