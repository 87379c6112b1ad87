using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>Scripts of pg_dump 15, 17 and 18.</summary>
public sealed class FixtureScriptTests(TestServers servers)
{
    public static TheoryData<string> All => Scripts.Fixtures;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Has_the_entries_of_the_custom_archive(string name)
    {
        var entries = await Scripts.ReadFileAsync(Scripts.FixturePath(name));

        // INSERTs and drops make no other entries; the order of privileges is the script's.
        var expected = (await File.ReadAllLinesAsync(Scripts.ListPath(name[2..4]), TestContext.Current.CancellationToken)).Order(StringComparer.Ordinal);
        var actual = entries.Select(entry => $"{entry.Desc} {entry.Namespace ?? "-"} {entry.Tag} {entry.Owner}".TrimEnd()).Order(StringComparer.Ordinal);
        Assert.Equal(string.Join('\n', expected), string.Join('\n', actual));
        Assert.Equal(entries.Count, entries.Select(entry => entry.Key).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Restores_the_database_that_was_dumped(string name)
    {
        var major = int.Parse(name[2..4], System.Globalization.CultureInfo.InvariantCulture);
        var original = await servers.CreateDatabaseAsync(major);
        await Sql.ExecuteAsync(original, await File.ReadAllTextAsync(Scripts.FixturePath("rich.sql"), TestContext.Current.CancellationToken));
        var restored = await servers.CreateDatabaseAsync(major);

        var result = await Cloning.RunAsync(new() { Source = Scripts.Endpoint(Scripts.FixturePath(name)), Destination = restored });

        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        await Cloning.AssertSameAsync(original, restored);
        Assert.Equal(await LargeObjectsAsync(original), await LargeObjectsAsync(restored));
    }

    private static async Task<string> LargeObjectsAsync(DatabaseEndpoint endpoint) => string.Join('\n', (await Sql.RowsAsync(
        endpoint, "SELECT oid::bigint, md5(lo_get(oid)) FROM pg_largeobject_metadata ORDER BY oid")).Select(row => string.Join(' ', row)));
}
