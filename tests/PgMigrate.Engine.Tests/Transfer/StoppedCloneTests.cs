using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>Clones that an object ends, and what is told of them and of those that go well while they run.</summary>
public sealed class StoppedCloneTests(TestServers servers)
{
    /// <summary>The index fails at the destination only, where the function is another: after the rows.</summary>
    private const string Shop = """
        CREATE SCHEMA shop;
        CREATE FUNCTION shop.checked(integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS
            $$ BEGIN IF current_database() <> 'SOURCE' THEN RAISE EXCEPTION 'not here'; END IF; RETURN $1; END $$;
        CREATE TABLE shop.a (id integer PRIMARY KEY, n integer); CREATE TABLE shop.b (id integer REFERENCES shop.a);
        INSERT INTO shop.a SELECT g, g FROM generate_series(1, 100) g; INSERT INTO shop.b SELECT id FROM shop.a;
        CREATE VIEW shop.v AS SELECT count(*) FROM shop.a; CREATE MATERIALIZED VIEW shop.m AS SELECT * FROM shop.v;
        GRANT SELECT ON shop.a TO PUBLIC; COMMENT ON TABLE shop.a IS 'x';
        """;

    private const string Failing = "CREATE INDEX failing ON shop.a (shop.checked(n))";

    [Fact]
    public async Task Says_how_far_it_came_gives_what_had_arrived_and_goes_on_from_there()
    {
        var request = await CreateAsync(Shop, Failing);

        var (error, result) = await StopsAsync(request);

        Assert.Equal(("EntryFailed", "INDEX shop failing"), (error.ErrorId, error.Subject));
        Assert.Contains("CREATE INDEX failing", error.Statement, StringComparison.Ordinal);
        Assert.Matches(@"Correct what the server complains of.* \d+ of \d+ objects and the rows of \d of 2 tables have arrived; the same command with -Resume goes on from there\.$", error.Remedy);
        Assert.Equal(DatabaseCopyStatus.Failed, result!.Status);
        Assert.Equal(["INDEX failing"], result.Failures.Select(failure => $"{failure.Kind} {failure.Name}"));
        Assert.Contains(result.Tables, table => table is { Table: "a", Rows: 100, Status: TableCopyStatus.Completed });
        Assert.InRange(result.Objects, 5, 30);

        await Sql.ExecuteAsync(request.Source, "DROP INDEX shop.failing");
        var resumed = await Cloning.RunAsync(request with { Resume = true });

        Assert.Equal(DatabaseCopyStatus.Completed, resumed.Status);
        Assert.InRange(resumed.ResumedObjects, result.Objects, 30);
        await Cloning.AssertSameAsync(request.Source, request.Destination);
    }

    [Fact]
    public async Task Tells_nothing_of_a_run_that_was_refused_before_it_began()
    {
        var request = await CreateAsync(Shop);
        await Sql.ExecuteAsync(request.Destination, "CREATE TABLE mine (id integer)");

        var (error, result) = await StopsAsync(request);

        Assert.Equal("DestinationNotEmpty", error.ErrorId);
        Assert.DoesNotContain("have arrived", error.Remedy, StringComparison.Ordinal);
        Assert.Null(result);
    }

    [Fact]
    public async Task Counts_what_an_earlier_run_brought_when_it_stops_again()
    {
        var request = await CreateAsync(Shop, Failing);
        var (first, _) = await StopsAsync(request with { ThrottleLimit = 1 });

        var (second, result) = await StopsAsync(request with { ThrottleLimit = 1, Resume = true });

        Assert.Equal(first.Remedy, second.Remedy);
        Assert.Equal(0, result!.Objects);
        Assert.NotEqual(0, result.ResumedObjects);
    }

    [Fact]
    public async Task Gives_what_had_arrived_when_it_is_cancelled()
    {
        var request = await CreateAsync(Shop);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        DatabaseCopyResult? result = null;
        await using var blocker = await Blocker.HoldAsync(request.Source, "LOCK TABLE pg_catalog.pg_largeobject IN ACCESS EXCLUSIVE MODE");
        await Sql.ExecuteAsync(request.Source, "SELECT lo_create(7)");

        var run = DatabaseCopy.RunAsync(request, new RecordingObserver(), Keep, cancellation.Token);
        await Blocker.KeepsWaitingAsync(request.Source, "%lo_get%");
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(DatabaseCopyStatus.Failed, result!.Status);
        Assert.NotEqual(0, result.Objects);

        ValueTask Keep(DatabaseCopyResult arrived)
        {
            result = arrived;
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public async Task Tells_of_the_objects_phase_by_phase_with_the_names_of_what_takes_long()
    {
        var request = await CreateAsync(Shop, "CREATE INDEX quick ON shop.a (n)");
        var observer = new RecordingObserver();

        var result = await Cloning.RunAsync(request, observer);

        var steps = observer.Steps.Where(step => step.Id == EntryProgress.Number).ToList();
        Assert.Equal(["Schema", "Indexes, constraints", "Privileges", "Materialized views"], steps.Select(step => step.Activity).Distinct());
        Assert.All(steps.GroupBy(step => step.Activity), phase =>
        {
            var last = phase.Last();
            Assert.True(last.IsCompleted);
            Assert.Equal(last.TotalObjects, last.Objects);
        });
        Assert.Equal(result.Objects, steps.Where(step => step.IsCompleted).Sum(step => step.Objects));
        Assert.Contains(steps, step => step.Status.Contains("INDEX shop.quick", StringComparison.Ordinal));
        Assert.Contains(steps, step => step.Status.Contains("CONSTRAINT shop.a a_pkey", StringComparison.Ordinal));
        Assert.Contains(steps, step => step.Status == "0 of 1 objects: MATERIALIZED VIEW DATA shop.m");
        Assert.Equal((0, "Copying the database"), (observer.Steps[0].Id, observer.Steps[0].Activity));
        Assert.DoesNotContain(observer.Steps, step => step.Id > EntryProgress.Number && !step.Activity.StartsWith("shop.", StringComparison.Ordinal));
    }

    private static async Task<(MigrationException Error, DatabaseCopyResult? Result)> StopsAsync(DatabaseCopyRequest request)
    {
        DatabaseCopyResult? result = null;
        var error = await Assert.ThrowsAsync<MigrationException>(() => DatabaseCopy.RunAsync(
            request,
            new RecordingObserver(),
            arrived =>
            {
                result = arrived;
                return ValueTask.CompletedTask;
            },
            TestContext.Current.CancellationToken));
        return (error, result);
    }

    private async Task<DatabaseCopyRequest> CreateAsync(params string[] statements)
    {
        var request = await servers.DatabaseWithAsync("SELECT 1");
        foreach (var statement in statements) await Sql.ExecuteAsync(request.Source, statement.Replace("SOURCE", request.Source.Database, StringComparison.Ordinal));
        return request;
    }
}
