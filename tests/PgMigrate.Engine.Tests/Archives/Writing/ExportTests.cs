using System.Diagnostics;
using System.Globalization;
using PgMigrate.Engine.Tests.Schema;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Sqlite;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>What an export takes, refuses and leaves behind.</summary>
public sealed class ExportTests(TestServers servers) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-test-").FullName;

    private string Archive => Path.Combine(folder, "archive");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(OddNames.All), MemberType = typeof(OddNames))]
    public async Task Exports_rows_of_tables_of_odd_names(string name)
    {
        var (source, destination) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(source, OddNames.In(OddNamesTests.Rows, name));

        await Exporting.RunAsync(new() { Source = source, Path = Archive });

        await Exporting.RestoreAsync(Archive, destination);
        await Exporting.AssertSameAsync(source, destination);
    }

    [Fact]
    public async Task Writes_many_large_tables_at_once_and_each_into_one_block()
    {
        var (source, destination) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        // Some megabytes each when compressed: one goes into the file, the others beside it.
        await Sql.ExecuteAsync(
            source,
            """
            DO $$ BEGIN FOR i IN 1..6 LOOP
                EXECUTE format('CREATE TABLE t%s AS SELECT g, md5(g::text || %s) || md5(%s || g::text) AS v FROM generate_series(1, 120000) g', i, i, i);
            END LOOP; END $$; CREATE TABLE small AS SELECT 1 AS a; ANALYZE
            """);

        var result = await Exporting.RunAsync(new() { Source = source, Path = Archive, ThrottleLimit = 4 });

        Assert.Equal(720_001, result.Rows);
        Assert.Equal([Archive], Directory.EnumerateFileSystemEntries(folder));
        await Exporting.RestoreAsync(Archive, destination, "-j2");
        await Exporting.AssertSameAsync(source, destination);
    }

    [Fact]
    public async Task One_worker_writes_what_pg_restore_reads_from_a_pipe()
    {
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, ExportSample.Sql);

        await Exporting.RunAsync(new() { Source = source, Path = Archive, ThrottleLimit = 1 });

        var (_, expected) = await Exporting.RunProgramAsync("pg_restore", null, ["-f", "-", Archive]);
        var start = new ProcessStartInfo("/bin/sh", ["-c", "cat \"$0\" | pg_restore -f -", Archive]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var actual = await process.StandardOutput.ReadToEndAsync(Cancellation);
        Assert.Equal(Exporting.Normalize(expected.Output), Exporting.Normalize(actual));
    }

    [Theory]
    [InlineData(ArchiveFormat.Custom)]
    [InlineData(ArchiveFormat.Directory)]
    [InlineData(ArchiveFormat.Plain)]
    public async Task Exports_a_SQLite_file(ArchiveFormat format)
    {
        using var file = new SqliteTestFile("""
            CREATE TABLE "Customer" ("Id" INTEGER PRIMARY KEY AUTOINCREMENT, "Name" TEXT NOT NULL, "Born" DATE, "Active" BOOLEAN, "Photo" BLOB, "Score" REAL, "Total" DECIMAL(12, 2),
                "Seen" DATETIME, "Upper" TEXT GENERATED ALWAYS AS (upper("Name")) STORED, "Last" TEXT);
            CREATE TABLE "Order" ("Id" INTEGER PRIMARY KEY, "CustomerId" INTEGER NOT NULL REFERENCES "Customer", "Note" TEXT);
            INSERT INTO "Customer" ("Name", "Born", "Active", "Photo", "Score", "Total", "Seen", "Last") VALUES
                ('Ada', '1815-12-10', 1, x'00ff5c', 1.5, 12.50, '2024-02-29 12:34:56.789', NULL),
                ('tab' || char(9) || 'line' || char(10) || '\back''s', '2000-01-01', 0, x'', 1e300, -0.05, '1969-12-31 23:59:59', '\.'), ('日本', NULL, NULL, NULL, -0.1, 1000000, NULL, '\N');
            INSERT INTO "Order" VALUES (1, 1, 'x'), (7, 3, NULL); DELETE FROM "Customer" WHERE "Name" = 'nobody'; CREATE INDEX "ByNote" ON "Order" ("Note");
            """);
        var (exported, copied) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        var source = file.Endpoint;

        await Exporting.RunAsync(new() { Source = source, Path = Archive, Format = format, Inserts = format == ArchiveFormat.Plain });

        if (format == ArchiveFormat.Plain) await Exporting.RunScriptAsync(Archive, exported);
        else await Exporting.RestoreAsync(Archive, exported);
        await Transfer.Cloning.RunAsync(new() { Source = source, Destination = copied });
        await Sql.ExecuteAsync(copied, "DROP SCHEMA pgmigrate CASCADE");
        await Exporting.AssertSameAsync(copied, exported);
        Assert.Equal(4L, await Sql.ScalarAsync<long>(exported, """INSERT INTO "Customer" ("Name") VALUES ('next') RETURNING "Id" """));
    }

    [Fact]
    public async Task Exports_a_part_of_a_database()
    {
        var (source, destination) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(source, ExportSample.Sql);

        var result = await Exporting.RunAsync(new() { Source = source, Path = Archive, Selection = new() { Tables = ["shop.orders"] } });

        Assert.Equal("FK CONSTRAINT shop orders orders_customer_id_fkey", Assert.Single(result.Findings).Object);
        await Exporting.RestoreAsync(Archive, destination);
        Assert.Equal("orders", await Sql.ScalarAsync<string>(destination, "SELECT string_agg(relname, ',') FROM pg_stat_user_tables"));
        Assert.Equal(300L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM shop.orders"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Rows_alone_come_after_those_that_they_refer_to(int workers)
    {
        const string Tables = """
            CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (id integer PRIMARY KEY); CREATE TABLE c (id integer PRIMARY KEY REFERENCES b);
            ALTER TABLE a ADD FOREIGN KEY (id) REFERENCES c;
            """;
        var (source, destination) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(source, Tables + "INSERT INTO b SELECT generate_series(1, 1000); INSERT INTO c SELECT id FROM b; INSERT INTO a SELECT id FROM c");
        await Sql.ExecuteAsync(destination, Tables);

        await Exporting.RunAsync(new() { Source = source, Path = Archive, Sections = DatabaseSections.Data });

        await Exporting.RestoreAsync(Archive, destination, "-j", workers.ToString(CultureInfo.InvariantCulture));
        await Exporting.AssertSameAsync(source, destination);
    }

    [Theory]
    [InlineData(ArchiveFormat.Custom)]
    [InlineData(ArchiveFormat.Directory)]
    public async Task Lists_its_files_so_that_sha256sum_checks_them(ArchiveFormat format)
    {
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, ExportSample.Sql);

        var result = await Exporting.RunAsync(new() { Source = source, Path = Archive, Format = format, Manifest = true });

        Assert.Contains(Archive + ".sha256", result.Files);
        using var process = Process.Start(new ProcessStartInfo("sha256sum", ["--strict", "-c", "archive.sha256"]) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(result.Files.Count - 1, said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.EndsWith(": OK", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Refuses_what_is_there_and_replaces_it_when_told_to()
    {
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, "CREATE TABLE t AS SELECT 1 AS a; CREATE TABLE u AS SELECT 1 AS a");
        var (file, directory) = (Archive, Path.Combine(folder, "directory"));
        await File.WriteAllTextAsync(file, "mine", Cancellation);
        Directory.CreateDirectory(directory);
        await File.WriteAllTextAsync(Path.Combine(directory, "notes.txt"), "mine", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(directory, "9999.dat.gz"), "old", Cancellation);

        Assert.Equal("ArchiveExists", (await Exporting.FailsAsync(new() { Source = source, Path = file })).ErrorId);
        Assert.Equal("ArchiveExists", (await Exporting.FailsAsync(new() { Source = source, Path = directory, Format = ArchiveFormat.Directory })).ErrorId);
        Assert.Equal("mine", await File.ReadAllTextAsync(file, Cancellation));
        await Exporting.RunAsync(new() { Source = source, Path = file, Force = true });
        await Exporting.RunAsync(new() { Source = source, Path = directory, Format = ArchiveFormat.Directory, Force = true });

        Assert.Equal(await Exporting.ListAsync(file), await Exporting.ListAsync(directory));
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(directory, "notes.txt"), Cancellation));
        Assert.False(File.Exists(Path.Combine(directory, "9999.dat.gz")));
    }

    [Fact]
    public async Task Leaves_nothing_of_an_export_that_fails()
    {
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, "CREATE FUNCTION bad() RETURNS integer LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION $$no$$; END'; CREATE TABLE t AS SELECT 1 AS a; CREATE TABLE u AS SELECT 1 AS a");
        var reader = await Transfer.Copying.CreateRoleAsync(source);
        await Sql.ExecuteAsync(source, $"GRANT SELECT ON t TO {reader.Username}");

        var error = await Exporting.FailsAsync(new() { Source = reader, Path = Archive });

        Assert.Equal(("RowsNotReadable", "public.u"), (error.ErrorId, error.Subject));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        Assert.Equal("ArchiveNotWritten", (await Exporting.FailsAsync(new() { Source = source, Path = Path.Combine(folder, "none", "archive") })).ErrorId);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
