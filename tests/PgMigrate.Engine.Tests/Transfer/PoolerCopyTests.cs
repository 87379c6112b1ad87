using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>Whole databases by way of pgbouncer.</summary>
public sealed class PoolerCopyTests(TestServers servers)
{
    [Fact]
    public async Task Moves_a_database_to_a_project_and_back_through_poolers_in_session_mode()
    {
        var (source, project, plain) = (await RenderSample.CreateAsync(servers), await servers.CreateSupabaseDatabaseAsync(), await servers.CreateDatabaseAsync());
        await using var atSource = await PgBouncer.StartAsync(source, PoolerMode.Session);
        await using var atProject = await PgBouncer.StartAsync(project, PoolerMode.Session);
        await using var atPlain = await PgBouncer.StartAsync(plain, PoolerMode.Session);

        var there = await Cloning.RunAsync(new() { Source = atSource.Endpoint, Destination = atProject.Endpoint, ExcludeExtensions = ["postgres_fdw"], ThrottleLimit = 3 });
        var back = await Cloning.RunAsync(new() { Source = atProject.Endpoint, Destination = atPlain.Endpoint, ContinueOnError = true, ThrottleLimit = 3 });

        Assert.Equal((DatabaseCopyStatus.Completed, DatabaseCopyStatus.Completed), (there.Status, back.Status));
        Assert.Empty(there.Failures.Concat(back.Failures));
        await Copying.AssertEqualAsync(source, project);
        await Copying.AssertEqualAsync(source, plain);
    }

    [Fact]
    public async Task Refuses_a_pooler_in_transaction_mode_at_either_end_and_leaves_nothing_behind()
    {
        var request = await servers.DatabaseWithAsync("CREATE TABLE t (id integer PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 100)");
        await using var atSource = await PgBouncer.StartAsync(request.Source, PoolerMode.Transaction);
        await using var atDestination = await PgBouncer.StartAsync(request.Destination, PoolerMode.Transaction);
        using var folder = new Archives.TemporaryFolder();

        MigrationException[] errors =
        [
            await Cloning.FailsAsync(request with { Source = atSource.Endpoint }),
            await Cloning.FailsAsync(request with { Destination = atDestination.Endpoint }),
            await Assert.ThrowsAsync<MigrationException>(() => Archives.Exporting.RunAsync(new() { Source = atSource.Endpoint, Path = Path.Combine(folder.Path, "archive") })),
            await Assert.ThrowsAsync<MigrationException>(() => Copying.RunAsync(new() { Source = request.Source, Destination = atDestination.Endpoint })),
        ];

        Assert.All(errors, error =>
        {
            Assert.Equal("TransactionPoolerRefused", error.ErrorId);
            Assert.Contains("a pooler in session mode", error.Remedy, StringComparison.Ordinal);
        });
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
        Assert.Equal(
            "off 0",
            await Sql.ScalarAsync<string>(
                atDestination.Endpoint, "SELECT current_setting('default_transaction_read_only') || ' ' || count(*) FROM pg_class WHERE relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) AND relnamespace::regnamespace::text NOT LIKE 'pg_toast%'"));
    }
}
