using PgMigrate.Engine.Listing;
using PgMigrate.Engine.Readiness;
using PgMigrate.Engine.Schema;
using PgMigrate.Engine.Supabase.Compliance;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Assessment;

/// <summary>What looks at databases by way of pgbouncer.</summary>
public sealed class PoolerAssessmentTests(TestServers servers)
{
    private readonly RecordingObserver observer = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pooler_in_session_mode_changes_nothing_of_what_is_found()
    {
        var database = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(database, "CREATE TABLE t (id integer); CREATE VIEW v AS SELECT id FROM t");
        await using var pooler = await PgBouncer.StartAsync(database, PoolerMode.Session);

        Assert.Equal(await ComplianceAsync(database), await ComplianceAsync(pooler.Endpoint));
        Assert.Empty(await SchemaComparison.RunAsync(new() { Source = database, Destination = pooler.Endpoint }, observer, Cancellation));
        Assert.Equal(await TablesAsync(database), await TablesAsync(pooler.Endpoint));
        var request = new ReadinessRequest { Source = database, Destination = await servers.CreateDatabaseAsync(), SkipMeasurement = true };
        Assert.Equal(await ReadinessAsync(request), (await ReadinessAsync(request with { Source = pooler.Endpoint })).Where(check => check != "endpoint_route"));
    }

    [Fact]
    public async Task A_pooler_in_transaction_mode_is_refused_before_anything_is_set()
    {
        var database = await servers.CreateDatabaseAsync();
        await using var pooler = await PgBouncer.StartAsync(database, PoolerMode.Transaction);

        MigrationException[] errors =
        [
            await Assert.ThrowsAsync<MigrationException>(() => ComplianceAsync(pooler.Endpoint)),
            await Assert.ThrowsAsync<MigrationException>(() => SchemaComparison.RunAsync(new() { Source = database, Destination = pooler.Endpoint }, observer, Cancellation)),
            await Assert.ThrowsAsync<MigrationException>(() => TablesAsync(pooler.Endpoint)),
        ];

        Assert.All(errors, error => Assert.Equal(("TransactionPoolerRefused", pooler.Endpoint.ToString()), (error.ErrorId, error.Subject)));
        Assert.NotEqual("off", await Sql.ScalarAsync<string>(pooler.Endpoint, "SHOW row_security"));
    }

    private async Task<List<string>> ComplianceAsync(DatabaseEndpoint database)
    {
        var found = new List<string>();
        await foreach (var finding in ComplianceTest.RunAsync(new() { Database = database }, observer, Cancellation)) found.Add($"{finding.Severity} {finding.Check}");
        return found;
    }

    private async Task<List<string>> TablesAsync(DatabaseEndpoint database)
    {
        var found = new List<string>();
        await foreach (var table in TableListing.ReadAsync(new() { Source = database, Exact = true }, observer, Cancellation)) found.Add($"{table} {table.Rows}");
        return found;
    }

    private async Task<List<string>> ReadinessAsync(ReadinessRequest request)
    {
        var found = new List<string>();
        await foreach (var finding in new ReadinessTest(request, observer).RunAsync(Cancellation)) found.Add(finding.Check);
        return found;
    }
}
