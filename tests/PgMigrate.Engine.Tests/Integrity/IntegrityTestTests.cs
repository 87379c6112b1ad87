using PgMigrate.Engine.Integrity;
using PgMigrate.Engine.Tests.Archives;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Integrity;

/// <summary>The whole check: what it takes in, what it tells, and how it goes on after an interruption.</summary>
public sealed class IntegrityTestTests(TestServers servers)
{
    private const string Three = """
        CREATE TABLE a (id integer PRIMARY KEY, v text); CREATE TABLE b (id integer PRIMARY KEY, v text); CREATE TABLE c (id integer PRIMARY KEY, v text);
        INSERT INTO a SELECT n, 'a' FROM generate_series(1, 100) n; INSERT INTO b SELECT n, 'b' FROM generate_series(1, 100) n; INSERT INTO c SELECT n, 'c' FROM generate_series(1, 100) n;
        """;

    [Theory]
    [InlineData("DROP TABLE b", "The destination has no public.b.")]
    [InlineData("ALTER TABLE b DROP v", "The destination has no public.b.v.")]
    public async Task What_the_destination_lacks_is_that_tables_record_and_the_others_are_compared(string damage, string told)
    {
        var (source, destination) = await servers.TwinsAsync(Three);
        await Sql.ExecuteAsync(destination, damage);

        var (verdict, _, tables) = await Comparing.TestAsync(new() { Scope = IntegrityScope.Rows, Rows = new() { Source = source, Destination = destination } });

        var failed = Assert.Single(tables, table => !table.IsMatch);
        Assert.Equal(("b", told, "DestinationObjectNotFound"), (failed.Table, failed.ErrorMessage, failed.Error?.ErrorId));
        Assert.Equal((3, 1, 1, 200L), (verdict.Tables, verdict.DifferentTables, verdict.FailedTables, verdict.SourceRows));
        Assert.False(verdict.IsMatch);
        Assert.Equal([$"-- public.b was not compared: {told}"], RepairScript.Of(tables));
    }

    [Fact]
    public async Task What_the_destination_of_a_file_lacks_is_that_tables_record_too()
    {
        using var file = new Sqlite.SqliteTestFile("CREATE TABLE a (id INTEGER PRIMARY KEY, v TEXT); CREATE TABLE b (id INTEGER PRIMARY KEY); INSERT INTO a VALUES (1, 'x')");
        var destination = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(destination, "CREATE TABLE a (id bigint PRIMARY KEY)");

        var tables = await Comparing.RunAsync(file.Endpoint, destination);

        Assert.Equal(["a: The destination has no public.a.v.", "b: The destination has no public.b."], tables.Select(table => $"{table.Table}: {table.ErrorMessage}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_table_that_may_not_be_read_is_a_record_and_the_others_are_compared()
    {
        var (source, destination) = await servers.TwinsAsync(Three);
        var reader = await Copying.CreateRoleAsync(source);
        await Sql.ExecuteAsync(source, $"GRANT SELECT ON a, c TO {reader.Username}");

        var (verdict, _, tables) = await Comparing.TestAsync(new() { Scope = IntegrityScope.Rows, Rows = new() { Source = reader, Destination = destination } });

        var failed = Assert.Single(tables, table => !table.IsMatch);
        Assert.Equal(("b", "PermissionDenied"), (failed.Table, failed.Error?.ErrorId));
        Assert.Equal(1, verdict.FailedTables);
    }

    [Fact]
    public async Task Objects_are_compared_where_both_ends_have_them()
    {
        var (source, destination) = await servers.TwinsAsync(Three);
        await Sql.ExecuteAsync(destination, "CREATE INDEX extra ON a (v)");
        var rows = new RowComparisonRequest { Source = source, Destination = destination };

        var (all, differences, _) = await Comparing.TestAsync(new() { Rows = rows });
        var (rowsAlone, none, _) = await Comparing.TestAsync(new() { Rows = rows, Scope = IntegrityScope.Rows });
        var (schemaAlone, _, tables) = await Comparing.TestAsync(new() { Rows = rows, Scope = IntegrityScope.Schema });

        Assert.Equal("Index public.extra on a: only in the destination", Assert.Single(differences).ToString());
        Assert.Equal((false, 1, IntegrityScope.All, 3), (all.IsMatch, all.SchemaDifferences, all.Scope, all.Tables));
        Assert.Equal("3 tables are the same at both ends; 1 differences of objects", all.ToString());
        Assert.True(rowsAlone.IsMatch);
        Assert.Empty(none);
        Assert.Equal((false, 0), (schemaAlone.IsMatch, schemaAlone.Tables));
        Assert.Empty(tables);
    }

    [Fact]
    public async Task What_can_not_be_had_together_is_refused()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        var rows = new RowComparisonRequest { Source = endpoint, Destination = endpoint, DestinationSchema = "other" };

        var renamed = Assert.Throws<MigrationException>(() => new IntegrityTest(new() { Rows = rows, Scope = IntegrityScope.All }, new RecordingObserver()));
        var nowhere = Assert.Throws<MigrationException>(() => new IntegrityTest(new() { Rows = rows, Resume = true }, new RecordingObserver()));

        Assert.Equal(("ParametersConflict", "Scope"), (renamed.ErrorId, renamed.Subject));
        Assert.Equal(("ParametersConflict", "Resume"), (nowhere.ErrorId, nowhere.Subject));
    }

    [Fact]
    public async Task An_interrupted_check_goes_on_with_what_is_left()
    {
        using var folder = new TemporaryFolder();
        var (source, destination) = await servers.TwinsAsync(Three);
        await Sql.ExecuteAsync(destination, "UPDATE b SET v = 'x' WHERE id = 7");
        var request = new IntegrityRequest { Rows = new() { Source = source, Destination = destination, ThrottleLimit = 1 }, JournalPath = Path.Combine(folder.Path, "check") };

        var seen = 0;
        var interrupted = new IntegrityTest(request, new RecordingObserver());
        await foreach (var record in interrupted.RunAsync(TestContext.Current.CancellationToken))
        {
            if (record is TableIntegrity && ++seen == 2) break;
        }

        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(request.JournalPath));
        // What a crash leaves behind is half a line.
        await File.AppendAllTextAsync(request.JournalPath, "{\"schema\":\"pub", TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<MigrationException>(() => Comparing.TestAsync(request));
        var another = await Assert.ThrowsAsync<MigrationException>(() => Comparing.TestAsync(request with { Resume = true, Rows = request.Rows with { Level = IntegrityLevel.Count } }));
        var known = interrupted.Tables.Count(table => table.IsMatch);
        var (verdict, _, tables) = await Comparing.TestAsync(request with { Resume = true });

        Assert.Equal(("IntegrityJournalExists", "IntegrityJournalNotOfThis"), (refused.ErrorId, another.ErrorId));
        Assert.InRange(known, 1, 2);
        Assert.Equal(known, verdict.ResumedTables);
        Assert.Equal(["a", "b", "c"], tables.Select(table => table.Table).Order(StringComparer.Ordinal));
        Assert.Equal("(id=7) changed: v: b -> x", Assert.Single(tables, table => !table.IsMatch).Lines());
        Assert.Equal(300, verdict.SourceRows);
        Assert.False(File.Exists(request.JournalPath), "What has come to its end has nothing to go on with.");
    }

    [Fact]
    public async Task A_file_that_is_no_journal_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        var endpoint = await servers.CreateDatabaseAsync();
        var path = Path.Combine(folder.Path, "precious");
        await File.WriteAllTextAsync(path, "what somebody needs\n", TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<MigrationException>(() => Comparing.TestAsync(new() { Rows = new() { Source = endpoint, Destination = endpoint }, JournalPath = path, Resume = true }));

        Assert.Equal(("IntegrityJournalUnusable", path), (error.ErrorId, error.Subject));
        Assert.Equal("what somebody needs\n", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }
}
