using PgMigrate.Engine.Sqlite;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Sqlite;

public sealed class SqliteChunksTests
{
    [Theory]
    [InlineData("i", 1000, 100, 10)]
    [InlineData("i * 1000003", 1000, 100, 10)]
    [InlineData("CASE WHEN i = 1 THEN -9223372036854775808 WHEN i = 1000 THEN 9223372036854775807 ELSE i END", 1000, 300, 4)]
    [InlineData("i", 1000, 1000, 1)]
    [InlineData("i", 0, 1000, 1)]
    public async Task Cuts_a_table_into_ranges_that_hold_each_row_once(string rowid, int rows, int chunkRows, int chunks)
    {
        using var sample = new SqliteSample(
            $"CREATE TABLE t (v INT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO t (rowid, v) SELECT {rowid}, i FROM n WHERE i <= {rows}");
        var table = sample.Table();
        var columns = SqliteSample.Map(table, ("bigint", ValueConversion.BigInt));

        var plan = SqliteChunks.Plan(sample.Connection, table, chunkRows);

        Assert.Equal(chunks, plan.Count);
        Assert.Equal(Enumerable.Range(1, chunks), plan.Select(chunk => chunk.Number));
        List<long> counts = [];
        foreach (var chunk in plan)
        {
            await using var stream = SqliteRowStream.Open(sample.Connection, table, columns, chunk, new RowStreamOptions());
            await SqliteSample.DrainAsync(stream);
            counts.Add(stream.RowCount);
        }

        Assert.Equal(rows, counts.Sum());
        if (chunks > 1) Assert.All(counts, count => Assert.InRange(count, 1, chunkRows));
    }

    [Fact]
    public void Leaves_a_table_without_rowid_whole()
    {
        using var sample = new SqliteSample("CREATE TABLE t (v INT PRIMARY KEY) WITHOUT ROWID; INSERT INTO t VALUES (1), (2), (3)");
        var chunk = Assert.Single(SqliteChunks.Plan(sample.Connection, sample.Table(), 1));
        Assert.Equal(ChunkKind.Whole, chunk.Kind);
        Assert.Equal(3, chunk.EstimatedRows);
    }
}
