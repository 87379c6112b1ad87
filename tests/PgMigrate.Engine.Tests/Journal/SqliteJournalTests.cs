using PgMigrate.Engine.Journal;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Journal;

/// <summary>The journal's file: whose it is, who may open it, and what it asks the destination.</summary>
public sealed class SqliteJournalTests(TestServers servers) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-test-").FullName;

    private string FilePath => Path.Combine(folder, "shop.journal");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_file_is_for_its_owner_alone_and_stands_alone_when_it_is_closed()
    {
        await MakeAsync(await servers.CreateDatabaseAsync());

        Assert.Equal([FilePath], Directory.GetFiles(folder));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
    }

    [Fact]
    public async Task One_run_at_a_time_holds_the_file()
    {
        var database = await servers.CreateDatabaseAsync();
        await using (await TestJournal.OpenFileAsync(database, FilePath)) await RefusesAsync(database, "JournalLocked");
        await using (await TestJournal.OpenFileAsync(database, FilePath)) Assert.True(File.Exists(FilePath));
    }

    [Fact]
    public async Task The_journal_of_another_destination_is_refused()
    {
        var (mine, other) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await MakeAsync(mine);

        var refusal = await RefusesAsync(other, "JournalOfAnotherDestination");

        Assert.Contains($"belongs to {mine.Hosts[0]}/{mine.Database}, not to {other.Hosts[0]}/{other.Database}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("-JournalPath", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_journal_of_a_database_that_was_made_anew_is_refused()
    {
        var database = await servers.CreateDatabaseAsync();
        await MakeAsync(database);
        await Sql.ExecuteAsync(database with { Database = "postgres" }, $"DROP DATABASE {database.Database} WITH (FORCE)");
        await Sql.ExecuteAsync(database with { Database = "postgres" }, $"CREATE DATABASE {database.Database}");

        await RefusesAsync(database, "JournalOfAnotherDestination");
    }

    [Theory]
    [InlineData("UPDATE destination SET system_identifier = '1'", "JournalOfAnotherDestination")]
    [InlineData("UPDATE destination SET timeline = '00000007'", "JournalOutdated")]
    [InlineData("PRAGMA user_version = 99", "JournalTooNew")]
    [InlineData("DELETE FROM destination", "JournalDamaged")]
    [InlineData("DROP TABLE destination", "JournalDamaged")]
    [InlineData("PRAGMA application_id = 0", "NotAJournal")]
    public async Task A_journal_that_says_something_else_is_refused(string change, string errorId)
    {
        var database = await servers.CreateDatabaseAsync();
        await MakeAsync(database);
        TestJournal.Edit(FilePath, change);

        await RefusesAsync(database, errorId);
    }

    [Fact]
    public async Task What_is_no_journal_is_refused_and_left_as_it_is()
    {
        var database = await servers.CreateDatabaseAsync();
        TestJournal.Edit(FilePath, "CREATE TABLE of_an_application (a)");
        var before = await File.ReadAllBytesAsync(FilePath, Token);
        await RefusesAsync(database, "NotAJournal");
        Assert.Equal(before, await File.ReadAllBytesAsync(FilePath, Token));

        await File.WriteAllTextAsync(FilePath, new string('x', 5000), Token);
        await RefusesAsync(database, "NotAJournal");
        Assert.Equal(new string('x', 5000), await File.ReadAllTextAsync(FilePath, Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_damaged_journal_is_refused(bool isCutOff)
    {
        var database = await servers.CreateDatabaseAsync();
        var run = TestJournal.Run();
        await using (var journal = await TestJournal.OpenFileAsync(database, FilePath))
        {
            await journal.StartAsync(run, Token);
            await journal.PlanAsync(run.Id, [.. Enumerable.Range(1, 500).Select(number => TestJournal.Chunk(number))], Token);
        }

        await using (var file = new FileStream(FilePath, FileMode.Open))
        {
            if (isCutOff) file.SetLength(file.Length - 8192);
            else
            {
                file.Position = 8192;
                await file.WriteAsync(Enumerable.Repeat((byte)0xA5, (int)file.Length - 8192).ToArray(), Token);
            }
        }

        var refusal = await RefusesAsync(database, "JournalDamaged");

        Assert.Contains(FilePath, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("-Mode Truncate", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_can_not_be_a_file_is_refused()
    {
        var database = await servers.CreateDatabaseAsync();
        Assert.Equal("JournalNotWritable", (await Assert.ThrowsAsync<MigrationException>(() => TestJournal.OpenFileAsync(database, folder))).ErrorId);
        var nowhere = Path.Combine(folder, "nowhere", "shop.journal");
        Assert.Equal("JournalNotWritable", (await Assert.ThrowsAsync<MigrationException>(() => TestJournal.OpenFileAsync(database, nowhere))).ErrorId);
    }

    // 3 is the first transaction of any cluster, which none remembers; the other one lies ahead of every server's.
    [Theory]
    [InlineData(3)]
    [InlineData(1L << 40)]
    public async Task A_chunk_whose_transaction_the_destination_does_not_know_is_refused_by_its_tables_name(long transactionId)
    {
        var database = await servers.CreateDatabaseAsync();
        var run = await BreakOffAsync(database);
        TestJournal.Edit(FilePath, $"UPDATE migration_checkpoints SET transaction_id = {transactionId}");

        MigrationException refusal;
        await using (var journal = await TestJournal.OpenFileAsync(database, FilePath))
        {
            refusal = await Assert.ThrowsAsync<MigrationException>(() => journal.ReadAsync(run.Id, Token));
        }

        Assert.Equal(("ChunkOutcomeUnknown", "public.t"), (refusal.ErrorId, refusal.Subject));
        Assert.Contains("-Restart -Mode Truncate", refusal.Remedy, StringComparison.Ordinal);
        Assert.Equal("Committing", TestJournal.Edit(FilePath, "SELECT status FROM migration_checkpoints"));
    }

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Every_version_tells_what_became_of_a_transaction(int major)
    {
        var database = await servers.CreateDatabaseAsync(major);
        await using var asking = await Sql.OpenAsync(database);
        var outcomes = new List<TransactionOutcome>();
        foreach (var commits in new[] { true, false })
        {
            await using var connection = await Sql.OpenAsync(database);
            await using var transaction = await connection.BeginTransactionAsync(Token);
            var number = await CommitWitness.AnnounceAsync(connection, Guid.NewGuid(), Token);
            outcomes.Add(await CommitWitness.AskAsync(asking, number, Token));
            await (commits ? transaction.CommitAsync(Token) : transaction.RollbackAsync(Token));
            outcomes.Add(await CommitWitness.AskAsync(asking, number, Token));
        }

        outcomes.Add(await CommitWitness.AskAsync(asking, 3, Token));
        outcomes.Add(await CommitWitness.AskAsync(asking, 1L << 40, Token));

        Assert.Equal(
            [
                TransactionOutcome.InProgress, TransactionOutcome.Committed, TransactionOutcome.InProgress, TransactionOutcome.Aborted,
                TransactionOutcome.Unknown, TransactionOutcome.Unknown,
            ],
            outcomes);
        var identity = await DestinationIdentity.ReadAsync(asking, database, Token);
        Assert.True(identity is { DatabaseOid: > 0, SystemIdentifier: not null, Timeline: "00000001" }, identity.ToString());
    }

    [Fact]
    public async Task An_ordinary_role_can_read_whose_journal_it_is()
    {
        var database = await servers.CreateDatabaseAsync();
        var guest = await Transfer.Copying.CreateRoleAsync(database);
        await using var connection = await Sql.OpenAsync(guest);

        var identity = await DestinationIdentity.ReadAsync(connection, guest, Token);

        Assert.True(identity is { SystemIdentifier: not null, Timeline: not null }, identity.ToString());
    }

    [Fact]
    public async Task A_failure_while_committing_leaves_the_answer_to_the_destination()
    {
        var database = await servers.CreateDatabaseAsync();
        var run = await BreakOffAsync(database);
        await using (var journal = await TestJournal.OpenFileAsync(database, FilePath))
        {
            await journal.RecordFailureAsync(run.Id, TestJournal.Chunk(1) with { Status = CheckpointStatus.Failed, ErrorMessage = "the line went dead" }, Token);
        }

        await using var again = await TestJournal.OpenFileAsync(database, FilePath);
        var chunk = Assert.Single(await again.ReadAsync(run.Id, Token));

        Assert.Equal((CheckpointStatus.Done, 100L), (chunk.Status, chunk.Rows));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task MakeAsync(DatabaseEndpoint database)
    {
        await using var journal = await TestJournal.OpenFileAsync(database, FilePath);
        await journal.StartAsync(TestJournal.Run(), Token);
    }

    /// <summary>A run that ended after its chunk's commit and before the file heard of it.</summary>
    private async Task<MigrationRun> BreakOffAsync(DatabaseEndpoint database)
    {
        var run = TestJournal.Run();
        await using var journal = await TestJournal.OpenFileAsync(database, FilePath);
        await journal.StartAsync(run, Token);
        await journal.PlanAsync(run.Id, [TestJournal.Chunk(1)], Token);
        await using var connection = await Sql.OpenAsync(database);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await journal.RecordAsync(connection, run.Id, [TestJournal.Chunk(1) with { Status = CheckpointStatus.Done, Rows = 100 }], Token);
        await transaction.CommitAsync(Token);
        return run;
    }

    private async Task<MigrationException> RefusesAsync(DatabaseEndpoint database, string errorId)
    {
        var refusal = await Assert.ThrowsAsync<MigrationException>(() => TestJournal.OpenFileAsync(database, FilePath));
        Assert.True(errorId == refusal.ErrorId, $"{refusal.ErrorId}: {refusal.Message}");
        Assert.NotEmpty(refusal.Remedy!);
        return refusal;
    }
}
