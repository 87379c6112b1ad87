using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Sqlite;

/// <summary>Files that SQLite takes without a word, moved for real.</summary>
public sealed class AwkwardSqliteTests(TestServers servers)
{
    [Fact]
    public async Task Deeply_nested_jsonb_is_compared()
    {
        var nested = new string('[', 500) + new string(']', 500);
        await MoveAsync($"CREATE TABLE t (id INTEGER PRIMARY KEY, doc JSONB); INSERT INTO t VALUES (1, '{nested}')");
    }

    private async Task<DatabaseEndpoint> MoveAsync(string sql)
    {
        using var file = new SqliteTestFile(sql);
        var destination = await servers.CreateDatabaseAsync();
        var results = await Copying.RunAsync(new() { Source = file.Endpoint, Destination = destination, CreateTable = true });
        Assert.All(results, result => Assert.True(result.Status == TableCopyStatus.Completed, $"{result.Table}: {result.Error?.Message}"));
        await Copying.AssertEqualAsync(file.Endpoint, destination);
        return destination;
    }
}
