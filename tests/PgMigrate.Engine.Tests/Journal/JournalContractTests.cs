using PgMigrate.Engine.Journal;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Journal;

/// <summary>What every journal promises: one in the destination's schema, one in a file.</summary>
public sealed class JournalContractTests(TestServers servers) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-test-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Finds_the_runs_of_a_source_newest_first_and_not_what_was_given_up(bool isFile)
    {
        var (database, path) = await PlaceAsync(isFile);
        var (old, late, givenUp, others) = (TestJournal.Run(), TestJournal.Run(minutes: 1), TestJournal.Run(minutes: 2), TestJournal.Run("other/shop"));
        await using (var journal = await TestJournal.OpenAsync(database, path))
        {
            foreach (var run in new[] { old, late, givenUp, others }) await journal.StartAsync(run, Token);
            await journal.SetStatusAsync(givenUp.Id, MigrationStatus.Abandoned, Token);
            await journal.SetStatusAsync(old.Id, MigrationStatus.Completed, Token);
        }

        await using var again = await TestJournal.OpenAsync(database, path);
        Assert.Equal([late, old with { Status = MigrationStatus.Completed }], await again.FindRunsAsync("host/shop", Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Planning_again_changes_nothing(bool isFile)
    {
        var (database, path) = await PlaceAsync(isFile);
        var run = TestJournal.Run();
        await using var journal = await StartAsync(database, path, run);
        var changed = TestJournal.Chunk(1) with { Chunk = TestJournal.Chunk(7).Chunk with { Number = 1 } };

        await journal.PlanAsync(run.Id, [TestJournal.Chunk(2), TestJournal.Chunk(1)], Token);
        await journal.PlanAsync(run.Id, [changed], Token);

        Assert.Equal([TestJournal.Chunk(1), TestJournal.Chunk(2)], await journal.ReadAsync(run.Id, Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_committed_is_done_though_the_run_ended_before_it_could_say_so(bool isFile)
    {
        var (database, path) = await PlaceAsync(isFile);
        var run = TestJournal.Run();
        var done = Done(1);
        await using (var journal = await StartAsync(database, path, run))
        {
            await journal.PlanAsync(run.Id, [TestJournal.Chunk(1), TestJournal.Chunk(2)], Token);
            await using var connection = await Sql.OpenAsync(database);
            await using var transaction = await connection.BeginTransactionAsync(Token);
            await journal.RecordAsync(connection, run.Id, [done], Token);
            await transaction.CommitAsync(Token);
        }

        await using var again = await TestJournal.OpenAsync(database, path);
        Assert.Equal([done, TestJournal.Chunk(2)], await again.ReadAsync(run.Id, Token));
        await using var other = await Sql.OpenAsync(database);
        await using var claiming = await other.BeginTransactionAsync(Token);
        Assert.Equal(done, await again.ClaimAsync(other, run.Id, TestJournal.Chunk(1), Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_rolled_back_is_planned_still(bool isFile)
    {
        var (database, path) = await PlaceAsync(isFile);
        var run = TestJournal.Run();
        await using (var journal = await StartAsync(database, path, run))
        {
            await journal.PlanAsync(run.Id, [TestJournal.Chunk(1), TestJournal.Chunk(2)], Token);
            await using var connection = await Sql.OpenAsync(database);
            await using var transaction = await connection.BeginTransactionAsync(Token);
            await journal.RecordAsync(connection, run.Id, [Done(1), Done(2)], Token);
            await transaction.RollbackAsync(Token);
        }

        await using var again = await TestJournal.OpenAsync(database, path);
        Assert.Equal([TestJournal.Chunk(1), TestJournal.Chunk(2)], await again.ReadAsync(run.Id, Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reading_waits_for_a_commit_that_is_under_way(bool isFile)
    {
        var (database, path) = await PlaceAsync(isFile);
        var run = TestJournal.Run();
        await using var connection = await Sql.OpenAsync(database);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using (var journal = await StartAsync(database, path, run))
        {
            await journal.PlanAsync(run.Id, [TestJournal.Chunk(1)], Token);
            await journal.RecordAsync(connection, run.Id, [Done(1)], Token);
        }

        await using var again = await TestJournal.OpenAsync(database, path);
        var reading = again.ReadAsync(run.Id, Token);
        await Blocker.KeepsWaitingAsync(database, isFile ? "%pg_advisory_xact_lock(%" : "%FOR UPDATE");
        await transaction.CommitAsync(Token);

        Assert.Equal(Done(1), Assert.Single(await reading));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Keeps_why_a_chunk_failed(bool isFile)
    {
        var (database, path) = await PlaceAsync(isFile);
        var run = TestJournal.Run();
        await using var journal = await StartAsync(database, path, run);
        await journal.PlanAsync(run.Id, [TestJournal.Chunk(1)], Token);
        var failed = TestJournal.Chunk(1) with { Status = CheckpointStatus.Failed, ErrorMessage = "no room" };

        await journal.RecordFailureAsync(run.Id, failed, Token);

        Assert.Equal(failed, Assert.Single(await journal.ReadAsync(run.Id, Token)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Forgets_one_source_and_goes_with_the_last(bool isFile)
    {
        var (database, path) = await PlaceAsync(isFile);
        var (one, other) = (TestJournal.Run(), TestJournal.Run("other/shop"));
        await using (var journal = await StartAsync(database, path, one))
        {
            await journal.StartAsync(other, Token);
            await journal.RemoveAsync(one.Source, Token);
            Assert.Empty(await journal.FindRunsAsync(one.Source, Token));
            Assert.Equal(other, Assert.Single(await journal.FindRunsAsync(other.Source, Token)));
            await journal.RemoveAsync(other.Source, Token);
        }

        Assert.False(await Sql.ScalarAsync<bool>(database, "SELECT to_regnamespace('pgmigrate') IS NOT NULL"));
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_journal_that_was_removed_is_missed_before_rows_are_brought(bool isFile)
    {
        var (database, path) = await PlaceAsync(isFile);
        var run = TestJournal.Run();
        await using var journal = await StartAsync(database, path, run);
        await journal.PlanAsync(run.Id, [TestJournal.Chunk(1)], Token);
        if (path is null) await Sql.ExecuteAsync(database, "DELETE FROM pgmigrate.migrations");
        else if (OperatingSystem.IsWindows()) Assert.Skip("Windows does not let a file be removed that is open.");
        else File.Delete(path);

        await using var connection = await Sql.OpenAsync(database);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        var loss = await Assert.ThrowsAsync<MigrationException>(() => journal.ClaimAsync(connection, run.Id, TestJournal.Chunk(1), Token));

        Assert.Equal("JournalLost", loss.ErrorId);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<(DatabaseEndpoint Database, string? Path)> PlaceAsync(bool isFile)
        => (await servers.CreateDatabaseAsync(), isFile ? Path.Combine(folder, "shop.journal") : null);

    private static async Task<IMigrationJournal> StartAsync(DatabaseEndpoint database, string? path, MigrationRun run)
    {
        var journal = await TestJournal.OpenAsync(database, path);
        await journal.StartAsync(run, Token);
        return journal;
    }

    private static Checkpoint Done(int number)
        => TestJournal.Chunk(number) with { Status = CheckpointStatus.Done, Rows = 90, Rejected = 10, Bytes = 12345, RejectPath = "/tmp/t.rejects.jsonl" };
}
