using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Integrity;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Integrity;

public sealed class ComparisonProgressTests(TestServers servers)
{
    private const string Tables = "CREATE TABLE a (n int PRIMARY KEY); CREATE TABLE b (n int);";

    private readonly RecordingObserver observer = new();

    [Fact]
    public async Task Tells_how_far_the_run_and_each_table_have_come()
    {
        var (source, destination) = await servers.DatabasesAsync(Tables + "INSERT INTO a SELECT generate_series(1, 5000); INSERT INTO b VALUES (1), (2); ANALYZE");

        await CompareAsync(source, destination);

        var first = observer.Steps[0];
        Assert.Equal((0, "Comparing tables", 0L, 5002L, false), (first.Id, first.Activity, first.Rows, first.TotalRows, first.IsCompleted));
        Assert.Contains(observer.Steps, step => step.Id > 0 && !step.IsCompleted);
        Assert.Equal(
            [("public.a", 5000L), ("public.b", 2L)],
            observer.Steps.Where(step => step.Id > 0 && step.IsCompleted).Select(step => (step.Activity, step.Rows)).Order());
        var last = observer.Steps[^1];
        Assert.Equal((0, 5002L, true), (last.Id, last.Rows, last.IsCompleted));
        Assert.True(last.Bytes > 5002, $"{last.Bytes} bytes were read.");
    }

    [Fact]
    public async Task Refuses_to_call_nothing_the_same()
    {
        var (source, destination) = await servers.DatabasesAsync(Tables);

        var failure = await Assert.ThrowsAsync<MigrationException>(() => CompareAsync(source, destination, new() { Tables = ["nosuch*"] }));

        Assert.Equal("TableNotFound", failure.ErrorId);
    }

    [Fact]
    public async Task Ends_its_progress_when_a_table_can_not_be_read()
    {
        var (source, destination) = await servers.DatabasesAsync(Tables + "INSERT INTO a VALUES (1)");
        var reader = await Copying.CreateRoleAsync(source);

        var tables = await Comparing.RunAsync(new() { Source = reader, Destination = destination }, observer);

        Assert.Contains(tables, table => table.Error?.ErrorId == "PermissionDenied");
        Assert.Equal((0, true), (observer.Steps[^1].Id, observer.Steps[^1].IsCompleted));
        Assert.Equal(
            observer.Steps.Where(step => step.Id > 0).Select(step => step.Id).Distinct().Order(),
            observer.Steps.Where(step => step.Id > 0 && step.IsCompleted).Select(step => step.Id).Order());
    }

    private async Task CompareAsync(DatabaseEndpoint source, DatabaseEndpoint destination, TableSelection? selection = null)
    {
        var request = new RowComparisonRequest { Source = source, Destination = destination, Selection = selection ?? TableSelection.All };
        await foreach (var table in RowComparison.RunAsync(request, observer, TestContext.Current.CancellationToken)) Assert.True(table.IsMatch, table.ToString());
    }
}
