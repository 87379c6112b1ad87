using Microsoft.Data.Sqlite;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Sqlite;

/// <summary>Views give the same in PostgreSQL as they gave in SQLite, or are reported.</summary>
public sealed class SqliteViewTests(TestServers servers)
{
    private const string Tables = """
        CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT, price NUMERIC, category INT, sold BOOLEAN);
        CREATE TABLE "Order Details" (
            id INTEGER PRIMARY KEY, product INTEGER, price NUMERIC, quantity INTEGER, small INT, discount REAL, odd INTEGER);
        INSERT INTO product VALUES (1, 'Chai', 18, 1, 1), (2, 'Chang', 19.5, 1, 0), (3, 'Syrup', 10, 2, 1);
        INSERT INTO "Order Details" VALUES (1, 1, 14, 12, 7, 0, 5), (2, 2, 9.8, 10, 2, 0.15, 2.5), (3, 1, 34, 0, 3, 0.05, 7), (4, NULL, NULL, NULL, NULL, NULL, NULL);
        CREATE VIEW halves AS SELECT id, quantity / 2.0 AS price FROM "Order Details";
        """;

    [Theory]
    [InlineData("SELECT id, \"Order Details\".price * quantity * (1 - discount) / 100 * 100 AS x FROM \"Order Details\"")]
    [InlineData("SELECT product, sum(\"Order Details\".price * quantity * (1 - discount) / 100) * 100 AS x FROM \"Order Details\" GROUP BY product")]
    [InlineData("SELECT id, d.quantity / 5 AS x, -quantity / 5 AS y, quantity % 5 AS z, quantity / -5 AS w FROM \"Order Details\" d")]
    [InlineData("SELECT id, discount / quantity AS x, quantity / discount AS y, small / quantity AS z, quantity % small AS w FROM \"Order Details\"")]
    [InlineData("SELECT product, sum(quantity) / 5 AS x, sum(quantity) / count(*) AS y, count(*) / 2 AS z FROM \"Order Details\" GROUP BY product")]
    [InlineData("SELECT avg(discount) / 2 AS x, sum(discount) / count(*) AS y, count(DISTINCT product) / 2 AS z FROM \"Order Details\"")]
    [InlineData("SELECT sum(CASE WHEN quantity > 5 THEN 1 ELSE 0 END) * 100 / count(*) AS x FROM \"Order Details\"")]
    [InlineData("SELECT id, CASE WHEN id > 1 THEN quantity END / 5 AS x, (quantity + 1) / (2 + 1) AS y, CAST(price AS INTEGER) / 3 AS z FROM \"Order Details\"")]
    [InlineData("SELECT id, coalesce(discount, 0) / 3 AS x, ifnull(price, 0) / 2.5 AS y, 7 / 2 AS z, 7.0 / 0 AS w, 5 / 0 AS v FROM \"Order Details\"")]
    [InlineData("SELECT id, round(discount * 100 / 3, 2) AS x, round(quantity / 5) AS y FROM \"Order Details\"")]
    [InlineData("SELECT id FROM \"Order Details\" WHERE quantity / 5 = 2 AND quantity / small >= 1 ORDER BY quantity / 2 DESC")]
    [InlineData("SELECT quantity / 5 AS x, count(*) AS y FROM \"Order Details\" GROUP BY quantity / 5 HAVING sum(quantity) / 2 > 1")]
    [InlineData("SELECT small * 1000000000 AS x, name || ' ' || product.id AS y FROM \"Order Details\" JOIN product ON product.id = \"Order Details\".product")]
    public async Task Divides_as_SQLite_does(string select)
    {
        using var file = new SqliteTestFile(Tables, $"CREATE VIEW v AS {select}");
        var destination = await servers.CreateDatabaseAsync();

        var observer = new RecordingObserver();
        await Copying.RunAsync(new() { Source = file.Endpoint, Destination = destination, CreateTable = true }, observer);

        Assert.DoesNotContain(observer.Warnings, warning => warning.Contains("v:", StringComparison.Ordinal));
        Assert.Equal(RowsOf(file), await RowsOfAsync(destination));
    }

    [Theory]
    [InlineData("SELECT price / 100 AS x FROM product", "it divides numbers that may be integers or not")]
    [InlineData("SELECT odd / 2 AS x FROM \"Order Details\"", "it divides numbers that may be integers or not")]
    [InlineData("SELECT (coalesce(discount, 0) + 1) / 2 AS x FROM \"Order Details\"", "it divides numbers that may be integers or not")]
    [InlineData("SELECT halves.price / 2 AS x FROM halves", "not known")]
    [InlineData("SELECT w.quantity / 2 AS x FROM (SELECT discount AS quantity FROM \"Order Details\") w", "not known")]
    [InlineData("SELECT sum(quantity) OVER (ORDER BY id) / 5 AS x FROM \"Order Details\"", "window")]
    [InlineData("SELECT discount % 2 AS x FROM \"Order Details\"", "integers only")]
    [InlineData("SELECT quantity / (SELECT count(*) FROM product) AS x FROM \"Order Details\"", "not known")]
    [InlineData("SELECT name || sold AS x FROM product", "it makes text of 'sold'")]
    [InlineData("SELECT name || id * 2 AS x FROM product", "it calculates with what || joins")]
    [InlineData("SELECT id + (id) || name AS x FROM product", "it calculates with what || joins")]
    [InlineData("SELECT 'at ' || discount AS x FROM \"Order Details\"", "it makes text of 'discount'")]
    public async Task Reports_what_would_give_something_else(string select, string reason)
    {
        using var file = new SqliteTestFile(Tables, $"CREATE VIEW v AS {select}");
        var observer = new RecordingObserver();

        await Copying.RunAsync(new() { Source = file.Endpoint, Destination = await servers.CreateDatabaseAsync(), CreateTable = true }, observer);

        Assert.Contains(observer.Warnings, warning => warning.StartsWith("v: ", StringComparison.Ordinal) && warning.Contains(reason, StringComparison.Ordinal));
    }

    private static List<string> RowsOf(SqliteTestFile file)
    {
        using var command = new SqliteCommand("SELECT * FROM v", file.Connection);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(Written(reader));
        return [.. rows.Order(StringComparer.Ordinal)];
    }

    private static async Task<List<string>> RowsOfAsync(DatabaseEndpoint destination)
    {
        await using var connection = await Sql.OpenAsync(destination);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM v";
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync()) rows.Add(Written(reader));
        return [.. rows.Order(StringComparer.Ordinal)];
    }

    /// <summary>A row with its numbers to twelve digits: a literal such as 2.5 is numeric in PostgreSQL and a double in SQLite.</summary>
    private static string Written(System.Data.Common.DbDataReader row) => string.Join(", ", Enumerable.Range(0, row.FieldCount).Select(column => row.GetValue(column) switch
    {
        DBNull => "NULL",
        string text => text,
        var number => Convert.ToDouble(number, System.Globalization.CultureInfo.InvariantCulture).ToString("G12", System.Globalization.CultureInfo.InvariantCulture),
    }));
}
