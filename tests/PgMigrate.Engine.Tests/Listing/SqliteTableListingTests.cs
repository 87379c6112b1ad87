using PgMigrate.Engine.Listing;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Sqlite;
using Xunit;

namespace PgMigrate.Engine.Tests.Listing;

public sealed class SqliteTableListingTests : IDisposable
{
    private readonly RecordingObserver observer = new();
    private readonly SqliteTestFile file = new();

    [Fact]
    public async Task Lists_tables_with_keys_order_and_counts()
    {
        file.Execute("""
            CREATE TABLE Customer (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT);
            CREATE TABLE "order line" (
                invoice INTEGER REFERENCES INVOICE, position INTEGER, price REAL, gross REAL AS (price * 1.2),
                PRIMARY KEY (position, invoice)) WITHOUT ROWID;
            CREATE TABLE invoice (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customer);
            CREATE VIRTUAL TABLE pages USING fts5 (body);
            CREATE VIEW names AS SELECT name FROM Customer;
            INSERT INTO Customer (name) VALUES ('Ann'), ('Bob');
            """);

        var tables = await ListAsync(new() { Source = file.Endpoint, Exact = true });

        Assert.Equal(
            ["main.Customer 2 [id] [id] [] 0", "main.invoice 0 [id] [id] [] 1", "main.order line 0 [position invoice] [] [gross] 2"],
            tables.Select(table => $"{table} {table.Rows} [{string.Join(' ', table.PrimaryKey)}] [{string.Join(' ', table.IdentityColumns)}] [{string.Join(' ', table.GeneratedColumns)}] {table.ForeignKeyOrder}"));
        Assert.All(tables, table => Assert.True(table.IsBinaryCopySafe));
    }

    [Fact]
    public async Task Estimates_rows_once_the_file_was_analyzed()
    {
        file.Execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT); CREATE INDEX t_b ON t (b); CREATE INDEX t_partial ON t (b) WHERE a < 3");
        file.Execute("WITH RECURSIVE n (v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < 5000) INSERT INTO t SELECT v, 'row ' || v FROM n");
        var before = Assert.Single(await ListAsync(new() { Source = file.Endpoint }));
        file.Execute("ANALYZE");
        var after = Assert.Single(await ListAsync(new() { Source = file.Endpoint }));

        Assert.Null(before.EstimatedRows);
        Assert.Null(before.Rows);
        Assert.Equal(5000, after.EstimatedRows);
    }

    [Fact]
    public async Task Tells_the_size_of_a_table_without_its_indexes()
    {
        file.Execute("CREATE TABLE t (a TEXT); INSERT INTO t VALUES (printf('%1000000d', 1)); CREATE INDEX t_a ON t (a)");

        var table = Assert.Single(await ListAsync(new() { Source = file.Endpoint }));

        if (table.Bytes == 0) Assert.Skip("This SQLite library has no dbstat table.");
        Assert.InRange(table.Bytes, 1_000_000, 1_100_000);
    }

    [Fact]
    public async Task Chooses_by_pattern_and_warns_of_patterns_that_match_nothing()
    {
        file.Execute("CREATE TABLE orders (a); CREATE TABLE order_lines (a); CREATE TABLE other (a)");

        var tables = await ListAsync(new() { Source = file.Endpoint, Selection = new() { Tables = ["ord*", "main.other", "gone"], ExcludeTables = ["*_lines"] } });

        Assert.Equal(["orders", "other"], tables.Select(table => table.Name));
        Assert.Equal(["The pattern 'gone' matches nothing."], observer.Warnings);
    }

    [Fact]
    public async Task Names_a_file_that_is_no_database()
    {
        await File.WriteAllTextAsync(file.Path, "not a database, but long enough to have a header", TestContext.Current.CancellationToken);

        var exception = await Assert.ThrowsAsync<MigrationException>(() => ListAsync(new() { Source = file.Endpoint }));

        Assert.Equal("NotASqliteDatabase", exception.ErrorId);
    }

    [Fact]
    public async Task Stops_when_it_is_cancelled()
    {
        file.Execute("CREATE TABLE a (n); CREATE TABLE b (n)");
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var table in TableListing.ReadAsync(new() { Source = file.Endpoint, Exact = true }, observer, cancellation.Token))
            {
                Assert.Equal("a", table.Name);
                await cancellation.CancelAsync();
            }
        });
    }

    public void Dispose() => file.Dispose();

    private async Task<List<MigrationTable>> ListAsync(TableListingRequest request)
    {
        var tables = new List<MigrationTable>();
        await foreach (var table in TableListing.ReadAsync(request, observer, TestContext.Current.CancellationToken)) tables.Add(table);
        return tables;
    }
}
