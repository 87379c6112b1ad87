using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>Imports and clones that are one transaction: all is there, or nothing.</summary>
public sealed class SingleTransactionTests(TestServers servers) : IDisposable
{
    private const string Pair = "CREATE TABLE first (id integer PRIMARY KEY, v text); CREATE TABLE second (id integer PRIMARY KEY REFERENCES first)";
    private const string PairRows = "; INSERT INTO first SELECT g, md5(g::text) FROM generate_series(1, 500) g; INSERT INTO second SELECT generate_series(1, 500)";

    private readonly Dumping dumps = new(servers);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("-Fc")]
    [InlineData("-Fd")]
    [InlineData("-Fp")]
    [InlineData("-Fc", "--inserts")]
    public async Task Brings_what_pg_restore_brings_and_nothing_of_its_own(params string[] options)
    {
        var (path, original) = await dumps.DumpAsync(ExportSample.Sql, options);
        var destination = await servers.CreateDatabaseAsync();

        var result = await Cloning.RunAsync(Single(path, destination));

        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        Assert.Equal(10, result.Tables.Count);
        await Exporting.AssertSameAsync(original, destination);
        Assert.False(await HasJournalAsync(destination));
    }

    [Fact]
    public async Task Clones_a_live_database_and_cleans_before()
    {
        var request = await servers.DatabaseWithAsync(ExportSample.Sql) with { SingleTransaction = true, ThrottleLimit = 1 };
        await Cloning.RunAsync(request);
        await Sql.ExecuteAsync(request.Destination, "DELETE FROM shop.orders");

        await Cloning.RunAsync(request with { Clean = true, IfExists = true });

        await Exporting.AssertSameAsync(request.Source, request.Destination);
    }

    [Fact]
    public async Task Leaves_the_destination_as_it_was_where_the_last_thing_fails()
    {
        var (path, _) = await dumps.DumpAsync(Pair + PairRows, "--exclude-table-data=first");
        var destination = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(destination, "CREATE TABLE mine (id integer); INSERT INTO mine VALUES (1); CREATE TABLE second (other text)");
        var before = await Exporting.DumpAsync(destination);
        var told = default(DatabaseCopyResult);
        var request = Single(path, destination) with { Force = true, Clean = true, IfExists = true };

        var failure = await Assert.ThrowsAsync<MigrationException>(() => DatabaseCopy.RunAsync(
            request, new RecordingObserver(), result => { told = result; return ValueTask.CompletedTask; }, Cancellation));

        Assert.Equal("ForeignKeyViolated", failure.ErrorId);
        Assert.Contains("as it was", failure.Remedy, StringComparison.Ordinal);
        Assert.Equal(Exporting.Normalize(before), Exporting.Normalize(await Exporting.DumpAsync(destination)));
        Assert.Equal((DatabaseCopyStatus.Failed, 0, 0), (told!.Status, told.Objects, told.Tables.Count));
    }

    [Theory]
    [InlineData("kill")]
    [InlineData("terminate")]
    [InlineData("cancel")]
    public async Task Leaves_the_destination_as_it_was_where_it_ends_in_the_middle(string how)
    {
        var (path, _) = await dumps.DumpAsync(Pair + PairRows);
        var destination = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(destination, Pair);
        var before = await Exporting.DumpAsync(destination);
        // The rows of the second table wait for one of the same key, which is not committed.
        await using (await Blocker.HoldAsync(destination, "SET session_replication_role = replica; INSERT INTO second VALUES (250)"))
        {
            await EndAsync(how, path, destination);
        }

        await Eventually.HoldsAsync("the transaction is gone", async () => await Sql.ScalarAsync<long>(
            destination, "SELECT count(*) FROM pg_locks WHERE relation = 'second'::regclass AND pid <> pg_backend_pid()") == 0);
        Assert.Equal(Exporting.Normalize(before), Exporting.Normalize(await Exporting.DumpAsync(destination)));
    }

    [Fact]
    public async Task Leaves_out_what_the_role_may_not_say_of_the_database_and_commits_the_rest()
    {
        var original = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(original, Pair + PairRows + $"; COMMENT ON DATABASE {original.Database} IS 'ours'");
        var path = await dumps.DumpAsync(original);
        var destination = await Copying.CreateRoleAsync(await servers.CreateDatabaseAsync());
        var admin = destination with { Username = original.Username, Password = original.Password };
        await Sql.ExecuteAsync(admin, $"GRANT CREATE ON SCHEMA public TO {destination.Username}");
        var observer = new RecordingObserver();

        var result = await Cloning.RunAsync(Single(path, destination) with { NoOwner = true, NoPrivileges = true }, observer);

        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        Assert.Contains(observer.Warnings, warning => warning.Contains("COMMENT DATABASE", StringComparison.Ordinal));
        await Copying.AssertSameAsync(original, admin, "first", "second");
    }

    [Fact]
    public async Task Refuses_what_one_transaction_can_not_do()
    {
        var request = Single("some.dump", new() { Kind = DatabaseKind.PostgreSql, Hosts = [new("localhost")], Database = "d" });
        foreach (var contradiction in new[]
        {
            request with { ThrottleLimit = 2 }, request with { Resume = true }, request with { Restart = true }, request with { JournalPath = "j" }, request with { RemoveJournal = true },
            request with { ContinueOnError = true }, request with { OnBadRow = BadRowAction.Reject }, request with { Create = true },
        })
        {
            Assert.Equal("ParametersConflict", (await Cloning.FailsAsync(contradiction)).ErrorId);
        }
    }

    public void Dispose() => dumps.Dispose();

    private static DatabaseCopyRequest Single(string path, DatabaseEndpoint destination) => Dumping.Request(path, destination) with { SingleTransaction = true, ThrottleLimit = 1 };

    private static async Task EndAsync(string how, string path, DatabaseEndpoint destination)
    {
        if (how == "kill")
        {
            await using var worker = CopyWorker.StartArchive(path, destination, 100, DatabaseSections.Data, isSingle: true);
            await worker.GoAsync();
            await Blocker.KeepsWaitingAsync(destination, "COPY%second%");
            await worker.KillAsync();
            return;
        }

        using var stop = new CancellationTokenSource();
        var run = Cloning.RunAsync(Single(path, destination) with { Sections = DatabaseSections.Data, ReconnectTimeout = TimeSpan.FromSeconds(30) }, cancellationToken: stop.Token);
        await Blocker.KeepsWaitingAsync(destination, "COPY%second%");
        if (how == "cancel")
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        }
        else
        {
            await Blocker.TerminateWaitingAsync(destination, "COPY%second%");
            Assert.Equal("ConnectionLost", (await Assert.ThrowsAsync<MigrationException>(() => run)).ErrorId);
        }
    }

    private static Task<bool> HasJournalAsync(DatabaseEndpoint destination) => Sql.ScalarAsync<bool>(destination, "SELECT to_regnamespace('pgmigrate') IS NOT NULL");
}
