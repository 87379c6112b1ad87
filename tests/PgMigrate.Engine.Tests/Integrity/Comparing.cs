using PgMigrate.Engine.Integrity;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Integrity;

/// <summary>Runs comparisons to their end.</summary>
internal static class Comparing
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task<IReadOnlyList<TableIntegrity>> RunAsync(RowComparisonRequest request, IMigrationObserver? observer = null)
    {
        return await CollectAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);

        async Task<IReadOnlyList<TableIntegrity>> CollectAsync()
        {
            var tables = new List<TableIntegrity>();
            await foreach (var table in RowComparison.RunAsync(request, observer ?? new RecordingObserver(), TestContext.Current.CancellationToken)) tables.Add(table);
            return tables;
        }
    }

    public static Task<IReadOnlyList<TableIntegrity>> RunAsync(DatabaseEndpoint source, DatabaseEndpoint destination)
        => RunAsync(new RowComparisonRequest { Source = source, Destination = destination });

    /// <summary>The comparison of the only table that there is.</summary>
    public static async Task<TableIntegrity> OneAsync(RowComparisonRequest request) => Assert.Single(await RunAsync(request));

    public static async Task<TableIntegrity> OneAsync(DatabaseEndpoint source, DatabaseEndpoint destination) => Assert.Single(await RunAsync(source, destination));

    /// <summary>Two databases that are the same, perhaps of different versions.</summary>
    public static async Task<(DatabaseEndpoint Source, DatabaseEndpoint Destination)> TwinsAsync(
        this TestServers servers, string sql, int sourceMajor = TestServers.Default, int destinationMajor = TestServers.Default)
    {
        var (source, destination) = (await servers.CreateDatabaseAsync(sourceMajor), await servers.CreateDatabaseAsync(destinationMajor));
        await Sql.ExecuteAsync(source, sql);
        await Sql.ExecuteAsync(destination, sql);
        return (source, destination);
    }

    /// <summary>What differs, a line a row: kind, key, and each column with both values.</summary>
    public static string Lines(this TableIntegrity table) => string.Join('\n', table.Differences.Select(difference => difference.ToString().Replace($"{table.Schema}.{table.Table} ", "", StringComparison.Ordinal)));

    /// <summary>The whole check: its verdict, what differs between the objects, and each table.</summary>
    public static async Task<(MigrationIntegrity Verdict, IReadOnlyList<SchemaDifference> Differences, IReadOnlyList<TableIntegrity> Tables)> TestAsync(
        IntegrityRequest request, IMigrationObserver? observer = null)
    {
        return await CollectAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);

        async Task<(MigrationIntegrity, IReadOnlyList<SchemaDifference>, IReadOnlyList<TableIntegrity>)> CollectAsync()
        {
            var test = new IntegrityTest(request, observer ?? new RecordingObserver());
            var differences = new List<SchemaDifference>();
            await foreach (var record in test.RunAsync(TestContext.Current.CancellationToken))
            {
                if (record is SchemaDifference difference) differences.Add(difference);
            }

            return (test.Verdict, differences, test.Tables);
        }
    }

    public static void AssertSame(IReadOnlyList<TableIntegrity> tables)
    {
        Assert.NotEmpty(tables);
        foreach (var table in tables)
        {
            Assert.True(table.IsMatch, $"{table}\n{table.Lines()}");
            Assert.Empty(table.Differences);
            Assert.Equal(table.SourceRows, table.DestinationRows);
        }
    }
}
