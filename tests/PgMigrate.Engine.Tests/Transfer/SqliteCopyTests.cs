using PgMigrate.Engine.Integrity;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Sqlite;
using PgMigrate.Engine.Transfer;
using Xunit;
using static PgMigrate.Engine.Tests.Transfer.CopyRun;

namespace PgMigrate.Engine.Tests.Transfer;

public sealed class SqliteCopyTests(TestServers servers) : IDisposable
{
    private const string Shop = """
        CREATE TABLE "Customers" (
            "Id" INTEGER PRIMARY KEY AUTOINCREMENT,
            "Name" TEXT NOT NULL COLLATE NOCASE,
            "IsActive" BOOLEAN NOT NULL DEFAULT 1,
            "Joined" DATETIME DEFAULT CURRENT_TIMESTAMP,
            "SeenAt" TIMESTAMP,
            CHECK ("IsActive" IN (0, 1)));
        CREATE TABLE "Order" (
            "Id" INTEGER PRIMARY KEY,
            "CustomerId" INTEGER NOT NULL REFERENCES "Customers" ON DELETE CASCADE,
            "Total" DECIMAL(12, 2) NOT NULL DEFAULT 0,
            "Doubled" REAL GENERATED ALWAYS AS ("Total" * 2) VIRTUAL,
            "Photo" BLOB,
            "Note" TEXT DEFAULT '');
        CREATE TABLE "Tags" ("OrderId" INTEGER, "Tag" VARCHAR(20), PRIMARY KEY ("OrderId", "Tag")) WITHOUT ROWID;
        CREATE UNIQUE INDEX "CustomerName" ON "Customers" ("Name");
        CREATE INDEX "BigOrders" ON "Order" ("Total" DESC) WHERE "Total" > 100;
        CREATE VIEW "ActiveCustomers" AS SELECT "Id", "Name" FROM "Customers" WHERE "IsActive" = 1;
        CREATE TRIGGER "Touch" AFTER UPDATE ON "Order" BEGIN SELECT 1; END;
        """;

    private const string Rows = """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
        INSERT INTO "Customers" ("Name", "IsActive", "Joined", "SeenAt")
        SELECT 'Customer ' || i, i % 2, datetime('2024-01-01', '+' || i || ' hours'), 1700000000000 + i FROM n;
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
        INSERT INTO "Order" ("CustomerId", "Total", "Photo", "Note")
        SELECT 1 + i % 300, i * 1.25, CASE WHEN i % 5 = 0 THEN randomblob(20) END, 'Größe ' || char(10) || i FROM n;
        INSERT INTO "Tags" SELECT "Id", 'tag' || ("Id" % 7) FROM "Order";
        DELETE FROM "Customers" WHERE "Id" = 300 AND 0;
        """;

    private readonly List<SqliteTestFile> files = [];
    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-test-").FullName;

    [Fact]
    public async Task Creates_the_tables_and_brings_every_row_with_keys_indexes_and_the_next_number()
    {
        var source = Create(Shop, Rows);
        var destination = await servers.CreateDatabaseAsync();
        var observer = new RecordingObserver();

        var results = await CopyAsync(new() { Source = source, Destination = destination, CreateTable = true }, observer);

        Assert.All(results, result => Assert.Equal(TableCopyStatus.Completed, result.Status));
        Assert.Equal(4000, results.Single(result => result.Table == "Order").Rows);
        Assert.All(await CompareAsync(source, destination), table => Assert.True(table.IsMatch, table.ToString()));
        Assert.Equal(301L, await Sql.ScalarAsync<long>(destination, """INSERT INTO "Customers" ("Name") VALUES ('new') RETURNING "Id" """));
        Assert.Equal("timestamp with time zone", await Sql.ScalarAsync<string>(destination, """
            SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = '"Customers"'::regclass AND attname = 'SeenAt'
            """));
        Assert.Equal(1L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated AND connamespace = 'public'::regnamespace"));
        Assert.Equal(151L, await Sql.ScalarAsync<long>(destination, """SELECT count(*) FROM "ActiveCustomers" """));
        Assert.Contains(observer.Warnings, warning => warning.Contains("Touch", StringComparison.Ordinal));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => Sql.ExecuteAsync(destination, """INSERT INTO "Customers" ("Name") VALUES ('CUSTOMER 7')"""));
    }

    [Fact]
    public async Task Fills_tables_that_are_there_already_by_their_own_types()
    {
        var source = Create(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, flag INTEGER, at INTEGER, day TEXT, payload TEXT, amount REAL);",
            "INSERT INTO t VALUES (1, 1, 1700000000, '2024-02-29', '{\"a\": [1, 2.50]}', 1.5), (2, NULL, NULL, NULL, NULL, NULL)");
        var destination = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(
            destination, "CREATE TABLE t (amount numeric(10, 3), id integer PRIMARY KEY, flag boolean, at timestamptz, day date, payload jsonb)");

        var result = Assert.Single(await CopyAsync(new() { Source = source, Destination = destination }));

        Assert.Equal(TableCopyStatus.Completed, result.Status);
        Assert.Equal(
            "(1.500,1,t,\"2023-11-14 22:13:20+00\",2024-02-29,\"{\"\"a\"\": [1, 2.50]}\")",
            await Sql.ScalarAsync<string>(destination, "SET timezone = 'UTC'; SELECT t::text FROM t WHERE id = 1"));
        Assert.All(await CompareAsync(source, destination), table => Assert.True(table.IsMatch, table.ToString()));
    }

    [Fact]
    public async Task The_same_call_again_copies_nothing()
    {
        var source = Create(Shop, Rows);
        var destination = await servers.CreateDatabaseAsync();
        var request = new TableCopyRequest { Source = source, Destination = destination, CreateTable = true };
        await CopyAsync(request);

        var again = await CopyAsync(request);

        Assert.All(again, result => Assert.Equal(TableCopyStatus.AlreadyCopied, result.Status));
        Assert.All(await CompareAsync(source, destination), table => Assert.True(table.IsMatch, table.ToString()));
    }

    [Fact]
    public async Task A_value_of_another_kind_is_named_with_table_row_and_column_or_set_aside()
    {
        var source = Create(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, s TEXT);",
            "INSERT INTO t VALUES (1, 1, 'a'), (2, 'two', 'b'), (3, 3, 'c' || char(0) || 'd'), (4, 4, 'e')");
        var destination = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(destination, "CREATE TABLE t (id bigint PRIMARY KEY, n bigint, s text)");
        var request = new TableCopyRequest { Source = source, Destination = destination, RejectFolder = folder };

        var stopped = Assert.Single(await CopyAsync(request));
        Assert.Equal(TableCopyStatus.Failed, stopped.Status);
        Assert.Equal("UnsuitableValue", stopped.Error!.ErrorId);
        Assert.Equal(0L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM t"));

        var rejected = Assert.Single(await CopyAsync(request with { Resume = true, OnBadRow = BadRowAction.Reject }));
        Assert.Equal(TableCopyStatus.CompletedWithRejects, rejected.Status);
        Assert.Equal(2, rejected.Rejected);
        Assert.Equal(2L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM t"));
        var lines = await File.ReadAllLinesAsync(rejected.RejectPath!);
        Assert.Contains(lines, line => line.Contains("\"column\":\"n\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_row_that_refers_to_nothing_is_told_with_its_table_key_and_value()
    {
        var source = Create("""
            CREATE TABLE parent (id INTEGER PRIMARY KEY);
            CREATE TABLE child (id INTEGER PRIMARY KEY, up INTEGER REFERENCES parent);
            INSERT INTO child VALUES (1, 7);
            """);
        var destination = await servers.CreateDatabaseAsync();

        var results = await CopyAsync(new() { Source = source, Destination = destination, CreateTable = true });

        var failure = results.Single(result => result.Table == "child").Error!;
        Assert.Equal(("ForeignKeyViolated", "public.child", "23503"), (failure.ErrorId, failure.Subject, failure.SqlState));
        Assert.Contains("(up)=(7)", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM child"));
    }

    [Fact]
    public async Task A_single_changed_value_is_seen_by_the_comparison()
    {
        var source = Create(Shop, Rows);
        var destination = await servers.CreateDatabaseAsync();
        await CopyAsync(new() { Source = source, Destination = destination, CreateTable = true });
        await Sql.ExecuteAsync(destination, """UPDATE "Order" SET "Note" = "Note" || ' ' WHERE "Id" = 1234""");

        var tables = await CompareAsync(source, destination);

        Assert.Equal(["Order"], tables.Where(table => !table.IsMatch).Select(table => table.Table));
    }

    public void Dispose()
    {
        foreach (var file in files) file.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private DatabaseEndpoint Create(params string[] statements)
    {
        var file = new SqliteTestFile(statements);
        files.Add(file);
        return file.Endpoint;
    }

    private static async Task<IReadOnlyList<TableIntegrity>> CompareAsync(DatabaseEndpoint source, DatabaseEndpoint destination)
    {
        var results = new List<TableIntegrity>();
        var request = new RowComparisonRequest { Source = source, Destination = destination };
        await foreach (var result in RowComparison.RunAsync(request, new RecordingObserver(), CancellationToken.None)) results.Add(result);
        return results;
    }
}
