using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>Archives of pg_dump --inserts and its like, whose rows are statements.</summary>
public sealed class StatementArchiveTests(TestServers servers) : IDisposable
{
    private const int Kills = 6;

    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("c", "--inserts")]
    [InlineData("d", "--column-inserts")]
    [InlineData("t", "--inserts")]
    [InlineData("c", "--rows-per-insert=70", "-Z0")]
    [InlineData("d", "--column-inserts", "--rows-per-insert=3", "--on-conflict-do-nothing")]
    public async Task Restores_what_pg_restore_restores(string format, params string[] options)
    {
        var (path, _) = await DumpAsync(ExportSample.Sql, ["-F" + format, .. options]);
        await RequireRestoredAsync(path);
    }

    [Fact]
    public async Task Restores_statements_in_another_character_set()
    {
        // pg_dump reads the names of all the server's roles, which other tests choose from all letters.
        await using var server = await PrivateServer.StartAsync();
        await RequireRestoredAsync(await DumpAsync(server.Endpoint, ExportSample.Sql, ["-Fc", "--inserts", "--encoding=LATIN1", "--exclude-table-data=\"Odd Name\".*"]));
    }

    [Fact]
    public async Task Killed_and_resumed_has_every_row_once()
    {
        var (path, original) = await DumpAsync(
            string.Concat(Enumerable.Range(1, 40).Select(n => $"CREATE TABLE t{n} (id integer, v text); INSERT INTO t{n} SELECT g, repeat('x', g % 50) FROM generate_series(1, 300) g; ")),
            ["-Fc", "--inserts"]);
        var destination = await servers.CreateDatabaseAsync();
        var killed = 0;
        for (var seen = 0L; killed < Kills; killed++)
        {
            await using var worker = CopyWorker.StartArchive(path, destination, batchSize: 200);
            await worker.GoAsync();
            while (!worker.HasEnded && await FilledAsync(destination) < seen + 4)
            {
            }

            if (worker.HasEnded) break;
            await worker.KillAsync();
            seen = await FilledAsync(destination);
        }

        Assert.True(killed > 2, $"It was killed {killed} times only.");
        await using (var last = CopyWorker.StartArchive(path, destination, batchSize: 200))
        {
            await last.GoAsync();
            await last.FinishAsync();
        }

        await Cloning.AssertSameAsync(original, destination);
    }

    [Fact]
    public async Task Adds_to_rows_that_are_there_only_when_forced_and_what_conflicts_stays_as_it_is()
    {
        const string Schema = "CREATE TABLE t (id integer PRIMARY KEY, v text)";
        var (path, _) = await DumpAsync($"{Schema}; INSERT INTO t SELECT g, 'theirs' FROM generate_series(1, 10) g", ["-Fc", "--inserts", "--on-conflict-do-nothing"]);
        var destination = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(destination, $"{Schema}; INSERT INTO t VALUES (3, 'mine')");
        var request = new Engine.Transfer.DatabaseCopyRequest { Source = Scripts.Endpoint(path), Destination = destination, Sections = DatabaseSections.Data };

        var refusal = await Cloning.FailsAsync(request);
        var result = await Cloning.RunAsync(request with { Force = true });

        Assert.Equal(("DestinationNotEmpty", "public.t"), (refusal.ErrorId, refusal.Subject));
        Assert.Equal(9, result.Tables.Single().Rows);
        Assert.Equal("9 theirs, 1 mine", await Sql.ScalarAsync<string>(destination, "SELECT count(*) FILTER (WHERE v = 'theirs') || ' theirs, ' || count(*) FILTER (WHERE v = 'mine') || ' mine' FROM t"));
    }

    [Fact]
    public async Task Checks_foreign_keys_of_rows_that_came_while_they_rested()
    {
        const string Schema = "CREATE TABLE parent (id integer PRIMARY KEY); CREATE TABLE child (id integer REFERENCES parent)";
        var (path, _) = await DumpAsync($"{Schema}; INSERT INTO parent VALUES (1), (2); INSERT INTO child VALUES (2)", ["-Fc", "--inserts", "-a", "-t", "child"]);
        var destination = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(destination, Schema);

        var refusal = await Cloning.FailsAsync(new() { Source = Scripts.Endpoint(path), Destination = destination, Sections = DatabaseSections.Data });

        Assert.Equal("ForeignKeyViolated", refusal.ErrorId);
    }

    [Fact]
    public async Task Names_the_statement_that_is_refused_by_its_line_in_the_table()
    {
        var (path, _) = await DumpAsync("CREATE TABLE t (id integer); INSERT INTO t VALUES (1), (2), (2)", ["-Fc", "--inserts"]);
        var destination = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(destination, "CREATE TABLE t (id integer PRIMARY KEY)");

        var refusal = await Cloning.FailsAsync(new() { Source = Scripts.Endpoint(path), Destination = destination, Sections = DatabaseSections.Data });

        Assert.Equal(("StatementFailed", "INSERT INTO public.t VALUES (2)"), (refusal.ErrorId, refusal.Statement));
        Assert.Contains("line 3", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task Lists_the_statements_of_a_table_one_by_one()
    {
        var (path, _) = await DumpAsync("CREATE TABLE t (v text); INSERT INTO t VALUES ('a;b'), (E'two\nlines')", ["-Fc", "--inserts"]);
        var entry = (await ArchiveListing.ReadEntriesAsync(path, TestContext.Current.CancellationToken)).Single(entry => entry.Kind == "TABLE DATA");

        var lines = await ArchiveReading.ReadLinesAsync(path, entry.DumpId);
        var file = Path.Combine(folder.Path, "rows.sql");
        await ArchiveListing.ExtractAsync(path, entry.DumpId, file, TestContext.Current.CancellationToken);

        Assert.Equal(["INSERT INTO public.t VALUES ('a;b');", "INSERT INTO public.t VALUES ('two\nlines');"], lines);
        Assert.Equal(string.Join('\n', lines) + "\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    public void Dispose() => folder.Dispose();

    private async Task RequireRestoredAsync(string path)
    {
        var (ours, theirs) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Exporting.RestoreAsync(path, theirs);

        var result = await Cloning.RunAsync(new() { Source = Scripts.Endpoint(path), Destination = ours, ThrottleLimit = 3, RemoveJournal = true });

        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        Assert.Equal(500, result.Tables.Single(table => table.Table == "customer").Rows);
        await Exporting.AssertSameAsync(theirs, ours);
    }

    private async Task<(string Path, DatabaseEndpoint Original)> DumpAsync(string sql, string[] options)
    {
        var original = await servers.CreateDatabaseAsync();
        return (await DumpAsync(original, sql, options), original);
    }

    private async Task<string> DumpAsync(DatabaseEndpoint original, string sql, string[] options)
    {
        await Sql.ExecuteAsync(original, sql);
        var path = Path.Combine(folder.Path, $"{Guid.NewGuid():N}.archive");
        await Exporting.DumpAsync(original, [.. options, "-f", path]);
        return path;
    }

    private static async Task<long> FilledAsync(DatabaseEndpoint destination) => await Sql.ScalarAsync<bool>(
        destination, "SELECT to_regclass('pgmigrate.migration_checkpoints') IS NOT NULL")
        ? await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM pgmigrate.migration_checkpoints WHERE status = 'Done' AND entry LIKE 'TABLE DATA %'")
        : 0;
}
