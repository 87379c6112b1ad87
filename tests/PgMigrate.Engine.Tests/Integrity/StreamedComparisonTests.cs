using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Integrity;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Sqlite;
using PgMigrate.Engine.Tests.Transfer;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Integrity;

/// <summary>SQLite files and archives against PostgreSQL: values as they were converted.</summary>
public sealed class StreamedComparisonTests(TestServers servers)
{
    private const string Shop = """
        CREATE TABLE "Customers" ("Id" INTEGER PRIMARY KEY, "Name" TEXT, "IsActive" BOOLEAN, "Joined" DATETIME, "Credit" DECIMAL(10, 4), "Photo" BLOB, "Ratio" REAL);
        CREATE TABLE "Tags" ("Tag" TEXT, "Customer" INTEGER, "Weight" REAL, PRIMARY KEY ("Tag", "Customer"));
        CREATE TABLE "Lines" ("Line" TEXT, "Number" INTEGER);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
        INSERT INTO "Customers" SELECT i, 'Customer ' || i, i % 2, datetime('2024-01-01', '+' || i || ' hours'), i * 1.25, CASE WHEN i % 3 = 0 THEN x'00ff' END, i / 7.0 FROM n;
        INSERT INTO "Tags" SELECT 'tag' || ("Id" % 7), "Id", "Ratio" FROM "Customers";
        INSERT INTO "Lines" SELECT 'line ' || ("Id" % 100), "Id" % 10 FROM "Customers" WHERE "Id" <= 1000;
        """;

    [Fact]
    public async Task Rows_of_a_SQLite_file_that_differ_are_found_and_can_be_repaired()
    {
        using var file = new SqliteTestFile(Shop);
        var destination = await servers.CreateDatabaseAsync();
        await Copying.RunAsync(new() { Source = file.Endpoint, Destination = destination, CreateTable = true });
        Comparing.AssertSame(await Comparing.RunAsync(file.Endpoint, destination));
        await Sql.ExecuteAsync(destination, """
            UPDATE "Customers" SET "Name" = 'Customer  77', "IsActive" = NOT "IsActive" WHERE "Id" = 77; UPDATE "Customers" SET "Joined" = "Joined" + interval '1 hour' WHERE "Id" = 20001;
            UPDATE "Customers" SET "Credit" = 1.2501, "Photo" = '\x00' WHERE "Id" = 1; DELETE FROM "Customers" WHERE "Id" IN (5, 30000); INSERT INTO "Customers" ("Id") VALUES (-4);
            DELETE FROM "Tags" WHERE "Customer" = 9
            """);

        var tables = await Comparing.RunAsync(new RowComparisonRequest { Source = file.Endpoint, Destination = destination, WithRepair = true });

        Assert.Equal(
            """
            (Id=1) changed: Credit: 1.25 -> 1.2501; Photo: NULL -> \x00
            (Id=5) missing
            (Id=-4) extra
            (Id=77) changed: Name: Customer 77 -> Customer  77; IsActive: t -> f
            (Id=20001) changed: Joined: 2026-04-13 09:00:00 -> 2026-04-13 10:00:00
            (Id=30000) missing
            """.ReplaceLineEndings("\n"),
            tables.Single(table => table.Table == "Customers").Lines());
        Assert.Equal("(Tag=tag2, Customer=9) missing", tables.Single(table => table.Table == "Tags").Lines());
        await Sql.ExecuteAsync(destination, string.Join('\n', RepairScript.Of(tables)));
        Comparing.AssertSame(await Comparing.RunAsync(file.Endpoint, destination));
    }

    [Fact]
    public async Task Rows_of_a_SQLite_table_without_a_key_are_told_by_their_values()
    {
        using var file = new SqliteTestFile(Shop);
        var destination = await servers.CreateDatabaseAsync();
        await Copying.RunAsync(new() { Source = file.Endpoint, Destination = destination, CreateTable = true });
        await Sql.ExecuteAsync(destination, """INSERT INTO "Lines" SELECT 'line 7', 7 FROM generate_series(1, 3); DELETE FROM "Lines" WHERE "Line" = 'line 11'""");

        var lines = (await Comparing.RunAsync(file.Endpoint, destination)).Single(table => table.Table == "Lines");

        Assert.Equal(["(no key) extra 3 times: Line: NULL -> line 7; Number: NULL -> 7", "(no key) missing 10 times: Line: line 11 -> NULL; Number: 1 -> NULL"], lines.Lines().Split('\n').Order());
        Assert.All(
            [IntegrityLevel.Count, IntegrityLevel.Sample, IntegrityLevel.Full],
            level => Assert.False(Comparing.RunAsync(new RowComparisonRequest { Source = file.Endpoint, Destination = destination, Level = level }).Result.Single(table => table.Table == "Lines").IsMatch));
    }

    [Theory]
    [InlineData(ArchiveFormat.Custom, "shop.dump")]
    [InlineData(ArchiveFormat.Directory, "shop")]
    [InlineData(ArchiveFormat.Plain, "shop.sql")]
    public async Task An_archive_is_compared_with_what_was_restored_from_it(ArchiveFormat format, string name)
    {
        var folder = Directory.CreateTempSubdirectory("pgmigrate-test-").FullName;
        try
        {
            var (source, destination) = await servers.TwinsAsync(ValueMatrix.Schema + ValueMatrix.Rows);
            var archive = Path.Combine(folder, name);
            await DatabaseExport.RunAsync(new() { Source = source, Path = archive, Format = format }, new RecordingObserver(), TestContext.Current.CancellationToken);
            var endpoint = EndpointParser.Parse(archive);
            Comparing.AssertSame(await Comparing.RunAsync(endpoint, destination));
            await Sql.ExecuteAsync(destination, "UPDATE every_type SET words = E'tab\\t', tree = '{}' WHERE id = 3; DELETE FROM every_type WHERE id = 10; INSERT INTO keyless VALUES (77, NULL)");

            var tables = await Comparing.RunAsync(new RowComparisonRequest { Source = endpoint, Destination = destination, WithRepair = true });

            Assert.Equal(
                "(id=3) changed: words: word 3 -> tab\t; tree: {\"a\": [1.10, 2], \"b\": 3} -> {}\n(id=10) missing",
                tables.Single(table => table.Table == "every_type").Lines());
            Assert.Equal("(no key) extra: a: NULL -> 77; b: NULL -> NULL", tables.Single(table => table.Table == "keyless").Lines());
            Assert.StartsWith("-- ", tables.Single(table => table.Table == "keyless").Differences[0].Repair, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
