using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>Imports of what a list of pg_restore's names, in its order.</summary>
public sealed class ListedImportTests(TestServers servers) : IDisposable
{
    private const string Sample = """
        CREATE TABLE parent (id integer PRIMARY KEY, v text); CREATE TABLE child (id integer REFERENCES parent); CREATE TABLE other (id integer);
        CREATE INDEX by_v ON parent (v); COMMENT ON INDEX by_v IS 'by value'; CREATE VIEW seen AS SELECT id FROM other;
        INSERT INTO parent SELECT g, 'v' || g FROM generate_series(1, 100) g; INSERT INTO child SELECT 5; INSERT INTO other VALUES (1), (2);
        """;

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("c")]
    [InlineData("d")]
    [InlineData("t")]
    public async Task Lists_entries_as_pg_restore_does(string format)
    {
        var path = await DumpAsync(ExportSample.Sql + """
            CREATE TABLE "two
            lines" (a integer);
            """, format);

        var entries = await ArchiveListing.ReadEntriesAsync(path, Cancellation);

        Assert.Equal(await PgRestore.ListAsync(path), entries.Select(entry => entry.ListLine).Where(line => !IsSetting(line)));
    }

    [Fact]
    public async Task Restores_what_pg_restore_restores_of_the_same_list()
    {
        var path = await DumpAsync(Sample);
        var list = Write((await PgRestore.ListAsync(path)).Where(line => !line.Contains(" child ", StringComparison.Ordinal)).Select(
            line => line.Contains("by_v", StringComparison.Ordinal) ? ";" + line : line));
        var (ours, theirs) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Exporting.RestoreAsync(path, theirs, "-L", list);

        var result = await RunAsync(path, ours, list);

        Assert.Equal(["other", "parent"], result.Tables.Select(table => table.Table));
        await Exporting.AssertSameAsync(theirs, ours);
    }

    [Fact]
    public async Task Restores_all_of_a_list_that_begins_with_what_comes_last_where_jobs_decide()
    {
        var path = await DumpAsync(Sample);
        var lines = await PgRestore.ListAsync(path);
        var late = lines.Where(line => new[] { "CONSTRAINT", "INDEX", "TABLE DATA" }.Any(kind => line.Contains(kind, StringComparison.Ordinal))).Reverse().ToList();
        var list = Write([.. late, .. lines.Except(late)]);
        var (ours, theirs) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Exporting.RestoreAsync(path, theirs);

        await RunAsync(path, ours, list);

        await Exporting.AssertSameAsync(theirs, ours);
    }

    [Fact]
    public async Task Makes_objects_before_the_rows_in_the_order_of_the_list_even_where_that_can_not_work()
    {
        var path = await DumpAsync(Sample);
        var lines = await PgRestore.ListAsync(path);
        var view = lines.Single(line => line.Contains(" VIEW ", StringComparison.Ordinal));
        var list = Write([view, .. lines.Where(line => line != view)]);
        var (ours, theirs) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        var (code, said) = await Exporting.RunProgramAsync("pg_restore", theirs, ["-e", "-d", theirs.Database, "-L", list, path]);

        var refusal = await Cloning.FailsAsync(Request(path, ours, list));

        Assert.Equal((1, true), (code, said.Error.Contains("public.other", StringComparison.Ordinal)));
        Assert.Equal(("EntryFailed", "VIEW public seen"), (refusal.ErrorId, refusal.Subject));
    }

    [Fact]
    public async Task Fills_tables_that_are_there_where_the_list_has_nothing_but_rows()
    {
        var path = await DumpAsync(Sample);
        var list = Write((await PgRestore.ListAsync(path)).Where(line => line.Contains("TABLE DATA", StringComparison.Ordinal)).Reverse());
        var (ours, theirs) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Exporting.RestoreAsync(path, ours, "-s");
        await Exporting.RestoreAsync(path, theirs);

        await RunAsync(path, ours, list);

        await Exporting.AssertSameAsync(theirs, ours);
    }

    [Fact]
    public async Task Resumes_with_the_same_list_only()
    {
        var path = await DumpAsync(Sample);
        var lines = await PgRestore.ListAsync(path);
        var destination = await servers.CreateDatabaseAsync();
        var broken = lines.Where(line => !line.Contains(" CONSTRAINT public parent parent_pkey", StringComparison.Ordinal)).ToList();
        await Cloning.FailsAsync(Request(path, destination, Write(broken)));

        var refusal = await Cloning.FailsAsync(Request(path, destination, Write(lines)) with { Resume = true });
        await Sql.ExecuteAsync(destination, "ALTER TABLE parent ADD PRIMARY KEY (id)");
        var result = await Cloning.RunAsync(Request(path, destination, Write([.. broken, "; the same"])) with { Resume = true });

        Assert.Equal("ResumeSettingsDiffer", refusal.ErrorId);
        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        Assert.Equal(2L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM seen"));
    }

    [Theory]
    [InlineData("EntryListEmpty", "; nothing\n\n  \n")]
    [InlineData("EntryListInvalid", "; one\nTABLE public parent\n")]
    [InlineData("EntryListInvalid", "-5; 0 0 TABLE public parent\n")]
    [InlineData("EntryListInvalid", "99999999999999; 0 0 TABLE public parent\n")]
    [InlineData("EntryListRepeats", "7; 0 0 TABLE a\n 8 ; x\n7\n")]
    public void Refuses_a_list_that_is_none(string errorId, string text)
    {
        var path = Path.Combine(folder.Path, "list");
        File.WriteAllText(path, text);

        var refusal = Assert.Throws<MigrationException>(() => EntryList.Read(path));

        Assert.Equal((errorId, path), (refusal.ErrorId, refusal.Subject));
    }

    [Fact]
    public async Task Refuses_a_list_of_another_archive_and_lists_for_what_is_no_archive()
    {
        var path = await DumpAsync(Sample);
        var destination = await servers.CreateDatabaseAsync();
        var list = Write([.. await PgRestore.ListAsync(path), "987654; 0 0 TABLE public unknown me"]);
        var script = Path.Combine(folder.Path, "script.sql");
        await File.WriteAllTextAsync(script, "CREATE TABLE t (a integer);", Cancellation);

        Assert.Equal("EntryListNotFound", Assert.Throws<MigrationException>(() => EntryList.Read(list + "x")).ErrorId);
        var unknown = await Cloning.FailsAsync(Request(path, destination, list));
        var live = await Cloning.FailsAsync(Request(path, destination, list) with { Source = destination });
        var plain = await Cloning.FailsAsync(Request(script, destination, list));

        Assert.Equal("EntryListUnknown", unknown.ErrorId);
        Assert.Contains("987654", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(("ParametersConflict", "ParametersConflict", "List"), (live.ErrorId, plain.ErrorId, plain.Subject));
    }

    public void Dispose() => folder.Dispose();

    private static bool IsSetting(string line) => line.Contains(" ENCODING ", StringComparison.Ordinal) || line.Contains(" STDSTRINGS ", StringComparison.Ordinal)
        || line.Contains(" SEARCHPATH ", StringComparison.Ordinal) || line.Contains(" 1262 ", StringComparison.Ordinal);

    private static DatabaseCopyRequest Request(string path, DatabaseEndpoint destination, string list)
        => new() { Source = Scripts.Endpoint(path), Destination = destination, List = EntryList.Read(list), ThrottleLimit = 3 };

    private static async Task<DatabaseCopyResult> RunAsync(string path, DatabaseEndpoint destination, string list)
    {
        var result = await Cloning.RunAsync(Request(path, destination, list) with { RemoveJournal = true });
        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        return result;
    }

    private string Write(IEnumerable<string> lines)
    {
        var path = Path.Combine(folder.Path, $"{Guid.NewGuid():N}.list");
        File.WriteAllLines(path, lines);
        return path;
    }

    private async Task<string> DumpAsync(string sql, string format = "c")
    {
        var original = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(original, sql);
        var path = Path.Combine(folder.Path, $"{Guid.NewGuid():N}.archive");
        await Exporting.DumpAsync(original, "-F" + format, "-f", path);
        return path;
    }
}
