using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Supabase;

/// <summary>A file is applied wholly or not at all, wherever the runner dies.</summary>
public sealed class KilledRunTests(TestServers servers)
{
    private const string First = "CREATE TABLE first ()";

    /// <summary>Ten places where somebody else's lock makes it wait, the last two being its record and its commit.</summary>
    private static readonly string File = string.Join(";\n", Enumerable.Range(1, 8).Select(
        place => $"SELECT FROM gate_{place};\nCREATE TABLE made_{place} (v int);\nCOPY made_{place} FROM stdin;\n{place}\n\\.\nINSERT INTO checked VALUES ({place})")) + ";\n";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public async Task Killed_in_the_midst_of_a_file_it_leaves_nothing_of_it(int place)
    {
        var database = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(database, """
            CREATE TABLE gate_10 ();
            CREATE TABLE checked (v int);
            CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM FROM gate_10; RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER t AFTER INSERT ON checked DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.v = 8) EXECUTE FUNCTION wait();
            """);
        await Sql.ExecuteAsync(database, string.Concat(Enumerable.Range(1, 8).Select(number => $"CREATE TABLE gate_{number} ();")));
        using var project = new TestProject(("001_a.sql", First), ("002_b.sql", File), ("003_c.sql", "CREATE TABLE last ()"));
        await project.SucceedAsync(database, request => request with { Versions = ["001"] });

        await using (var worker = CopyWorker.StartMigrations(project.Root, database))
        {
            var (held, waiting) = place switch
            {
                9 => ("supabase_migrations.schema_migrations", "INSERT INTO supabase_migrations%"),
                10 => ("gate_10", "COMMIT%"),
                _ => ($"gate_{place}", $"SELECT FROM gate_{place}"),
            };
            // Reading the history goes on; writing it does not.
            await using var blocker = await Blocker.HoldAsync(database, $"LOCK TABLE {held} IN {(place == 9 ? "SHARE" : "ACCESS EXCLUSIVE")} MODE");
            await worker.GoAsync();
            await Blocker.KeepsWaitingAsync(database, waiting);
            await worker.KillAsync();
            // A server sees that its client is gone when it next writes to it; a commit that was sent is one that may take place.
            await Blocker.TerminateWaitingAsync(database, waiting);
        }

        Assert.Equal(["001_a: Applied", "002_b: Pending", "003_c: Pending"], await project.StatesAsync(database));
        Assert.Equal(0L, await Sql.ScalarAsync<long>(database, "SELECT count(*) FROM pg_class WHERE relname LIKE 'made_%' OR relname = 'last'"));
        var results = await project.SucceedAsync(database);
        Assert.Equal(["002_b.sql: Applied", "003_c.sql: Applied"], results.Select(result => result.ToString()));
        Assert.Equal(36L, await Sql.ScalarAsync<long>(database, "SELECT sum(v) FROM checked"));
        Assert.Equal(8L, await Sql.ScalarAsync<long>(database, "SELECT count(*) FROM pg_class WHERE relname LIKE 'made_%'"));
    }

    [Fact]
    public async Task A_session_that_is_ended_in_the_midst_of_a_file_is_a_failure_that_says_what_stays()
    {
        var database = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(database, "CREATE TABLE gate ()");
        using var project = new TestProject(("001_a.sql", First), ("002_b.sql", "CREATE TABLE made ();\nSELECT FROM gate;\n"), ("003_c.sql", "SELECT 1"));
        await using var blocker = await Blocker.HoldAsync(database, "LOCK TABLE gate");

        var run = project.RunAsync(database, request => request with { OnError = ObjectFailureAction.Continue });
        await Blocker.KeepsWaitingAsync(database, "SELECT FROM gate");
        await Blocker.TerminateWaitingAsync(database, "SELECT FROM gate");
        var results = await run;

        Assert.Equal([SupabaseMigrationOutcome.Applied, SupabaseMigrationOutcome.Failed, SupabaseMigrationOutcome.NotRun], results.Select(result => result.Status));
        Assert.Equal("57P01", results[1].SqlState);
        Assert.Contains("Nothing of 002_b.sql was applied.", results[1].ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(["001_a: Applied", "002_b: Pending", "003_c: Pending"], await project.StatesAsync(database));
    }

    [Fact]
    public async Task Cancelled_it_rolls_the_file_back_and_is_gone_from_the_server()
    {
        var database = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(database, "CREATE TABLE gate ()");
        using var project = new TestProject(("001_a.sql", "CREATE TABLE made ();\nSELECT FROM gate;\n"));
        await using var blocker = await Blocker.HoldAsync(database, "LOCK TABLE gate");
        using var cancellation = new CancellationTokenSource();

        var run = Task.Run(
            async () =>
            {
                var results = Engine.Supabase.MigrationRun.RunAsync(
                    new() { Database = database, Path = project.Root }, _ => new(true), project.Observer, cancellation.Token);
                await foreach (var result in results) Assert.Fail(result.ToString());
            },
            TestContext.Current.CancellationToken);
        await Blocker.KeepsWaitingAsync(database, "SELECT FROM gate");
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(0L, await Sql.ScalarAsync<long>(database, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'PgMigrate%'"));
        Assert.Equal(["001_a: Pending"], await project.StatesAsync(database));
    }
}
