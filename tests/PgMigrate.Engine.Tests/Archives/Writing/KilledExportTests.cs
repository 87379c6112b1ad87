using System.Globalization;
using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>What becomes of an export whose process is killed, and of the one that goes on with it.</summary>
public sealed class KilledExportTests(TestServers servers) : IDisposable
{
    private const string Tables = """
        CREATE TABLE big AS SELECT g AS id, md5(g::text) AS v, md5((g + 1)::text) AS w FROM generate_series(1, 1500000) g;
        DO $$ BEGIN FOR i IN 1..6 LOOP EXECUTE format('CREATE TABLE small_%s AS SELECT g AS id, repeat(''x'', g %% 90) AS v FROM generate_series(1, 1000) g', i); END LOOP; END $$;
        CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE moods AS SELECT 'ok'::mood AS m FROM generate_series(1, 10);
        SELECT lo_from_bytea(4711, '\x00ff');
        ANALYZE;
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-test-").FullName;

    private string Archive => Path.Combine(folder, "archive");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ArchiveFormat.Custom)]
    [InlineData(ArchiveFormat.Plain)]
    public async Task Leaves_no_file_that_looks_whole(ArchiveFormat format)
    {
        var (source, destination) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(source, Tables);
        await using (var worker = CopyWorker.StartExport(source, Archive, format))
        {
            await worker.GoAsync();
            await Eventually.HoldsAsync("the file grows", () => Task.FromResult(new FileInfo(Archive + ".part") is { Exists: true, Length: > 2_000_000 }));
            await worker.KillAsync();
        }

        Assert.False(File.Exists(Archive));
        await Exporting.RunAsync(new() { Source = source, Path = Archive, Format = format });
        Assert.Equal([Archive], Directory.EnumerateFileSystemEntries(folder));
        if (format == ArchiveFormat.Plain) await Exporting.RunScriptAsync(Archive, destination);
        else await Exporting.RestoreAsync(Archive, destination);
        await Exporting.AssertSameAsync(source, destination);
    }

    [Fact]
    public async Task Resumes_a_folder_with_the_tables_whose_rows_are_proved_to_be_the_same_and_no_other()
    {
        var (source, destination) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(source, Tables);
        await KillAsync(source);
        Assert.False(File.Exists(Path.Combine(Archive, "toc.dat")));
        // A row more, one less, one other; a column in another's place; a label by another name: what is kept must be none of these.
        await Sql.ExecuteAsync(source, """
            INSERT INTO small_1 VALUES (0, 'new'); DELETE FROM small_2 WHERE id = 500; UPDATE small_3 SET v = 'other' WHERE id = 7;
            DELETE FROM small_4 WHERE id = 1; INSERT INTO small_4 VALUES (1, 'other'); SELECT lo_put(4711, 0, '\x01');
            """);

        var error = await Exporting.FailsAsync(new() { Source = source, Path = Archive, Format = ArchiveFormat.Directory });
        Assert.Equal("ArchiveExists", error.ErrorId);
        var result = await Exporting.RunAsync(new() { Source = source, Path = Archive, Format = ArchiveFormat.Directory, Resume = true });

        Assert.Equal(["moods", "small_5", "small_6"], result.Tables.Where(table => table.IsKept).Select(table => table.Table));
        Assert.Equal(1000, result.Tables.Single(table => table.Table == "small_5").Rows);
        Assert.DoesNotContain(Directory.EnumerateFiles(Archive), file => file.EndsWith(".part", StringComparison.Ordinal) || file.EndsWith(".jsonl", StringComparison.Ordinal));
        await Exporting.RestoreAsync(Archive, destination, "-j2");
        await Exporting.AssertSameAsync(source, destination);
    }

    [Theory]
    [InlineData("ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'")]
    [InlineData("ALTER TABLE small_1 DROP COLUMN v; ALTER TABLE small_1 ADD COLUMN v text DEFAULT 'x'")]
    public async Task Keeps_nothing_where_rows_may_print_in_another_way(string change)
    {
        var (source, destination) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(source, Tables);
        await KillAsync(source);
        await Sql.ExecuteAsync(source, change);

        var result = await Exporting.RunAsync(new() { Source = source, Path = Archive, Format = ArchiveFormat.Directory, Resume = true });

        Assert.DoesNotContain(result.Tables, table => table.IsKept);
        await Exporting.RestoreAsync(Archive, destination);
        await Exporting.AssertSameAsync(source, destination);
    }

    [Fact]
    public async Task Keeps_nothing_of_another_database_or_of_a_file_that_is_not_what_it_was()
    {
        var (source, other) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(source, Tables);
        await Sql.ExecuteAsync(other, Tables);
        await KillAsync(source);
        var kept = Directory.EnumerateFiles(Archive, "*.dat.gz").ToList();
        await File.AppendAllTextAsync(kept[0], "x", Cancellation);
        var observer = new RecordingObserver();

        var result = await Exporting.RunAsync(new() { Source = other, Path = Archive, Format = ArchiveFormat.Directory, Resume = true }, observer);

        Assert.DoesNotContain(result.Tables, table => table.IsKept);
        Assert.Contains(observer.Warnings, warning => warning.Contains("another database", StringComparison.Ordinal));
        Directory.Delete(Archive, recursive: true);
        await KillAsync(source);
        foreach (var file in Directory.EnumerateFiles(Archive, "*.dat.gz")) await File.AppendAllTextAsync(file, "x", Cancellation);
        Assert.DoesNotContain((await Exporting.RunAsync(new() { Source = source, Path = Archive, Format = ArchiveFormat.Directory, Resume = true })).Tables, table => table.IsKept);
    }

    [Fact]
    public async Task Needs_no_more_memory_for_values_of_a_hundred_megabytes()
    {
        var (small, large) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(small, "CREATE TABLE t (id integer, v text); INSERT INTO t SELECT g, repeat(md5(g::text), 20) FROM generate_series(1, 150000) g");
        await Sql.ExecuteAsync(large, "CREATE TABLE t (id integer, v text); INSERT INTO t SELECT g, repeat(md5(g::text), 3300000) FROM generate_series(1, 2) g");

        var difference = await PeakAsync(large) - await PeakAsync(small);

        Assert.InRange(difference, long.MinValue, 20L * 1024 * 1024);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<long> PeakAsync(DatabaseEndpoint source)
    {
        await using var worker = CopyWorker.StartExport(source, Archive, ArchiveFormat.Custom);
        await worker.GoAsync();
        return long.Parse((await worker.FinishAsync()).Trim().Split('\n')[^1], CultureInfo.InvariantCulture);
    }

    /// <summary>Kills an export into the folder when all tables but the large one are written.</summary>
    private async Task KillAsync(DatabaseEndpoint source)
    {
        await using var worker = CopyWorker.StartExport(source, Archive, ArchiveFormat.Directory);
        await worker.GoAsync();
        await Eventually.HoldsAsync("the small tables are written", async () => await DirectoryNotes.ReadAsync(Archive, Cancellation) is { Finished.Count: 7 });
        await worker.KillAsync();
    }
}
