using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Supabase;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Supabase;

/// <summary>Poolers, and other runs.</summary>
public sealed class RunnerSessionTests(TestServers servers)
{
    [Fact]
    public async Task Does_everything_through_a_pooler_in_session_mode()
    {
        var database = await servers.CreateDatabaseAsync();
        await using var pooler = await PgBouncer.StartAsync(database, PoolerMode.Session);
        using var project = new TestProject(
            ("001_a.sql", "CREATE TABLE a (v text);\nCOPY a FROM stdin;\nä\n\\.\nSET search_path = nowhere;"), ("002_b.sql", "CREATE INDEX CONCURRENTLY i ON a (v)"),
            ("003_c.sql", "fails"), ("down/002_b.sql", "DROP INDEX CONCURRENTLY i")).Write("../seed.sql", "INSERT INTO a VALUES ('seed')");

        var results = await project.RunAsync(pooler.Endpoint, request => request with { IncludeSeeds = true });
        Assert.Equal(
            [SupabaseMigrationOutcome.Applied, SupabaseMigrationOutcome.Applied, SupabaseMigrationOutcome.Failed, SupabaseMigrationOutcome.NotRun], results.Select(result => result.Status));
        File.Delete(Path.Combine(project.Migrations, "003_c.sql"));
        await project.SucceedAsync(pooler.Endpoint, request => request with { IncludeSeeds = true });
        await project.SucceedAsync(pooler.Endpoint, request => request with { Undo = true });
        var repair = new MigrationRepairRequest { Database = pooler.Endpoint, Path = project.Root, Status = SupabaseRepairStatus.Applied, Versions = ["002"] };
        await MigrationRepair.RunAsync(repair, project.Observer, TestContext.Current.CancellationToken);

        Assert.Equal(["001_a: Applied", "002_b: Applied"], await project.StatesAsync(pooler.Endpoint));
        Assert.Equal("ä,seed", await Sql.ScalarAsync<string>(database, "SELECT string_agg(v, ',' ORDER BY v DESC) FROM a"));
    }

    [Fact]
    public async Task Refuses_a_pooler_in_transaction_mode_with_the_remedy()
    {
        var database = await servers.CreateDatabaseAsync();
        await using var pooler = await PgBouncer.StartAsync(database, PoolerMode.Transaction);
        using var project = new TestProject(("001_a.sql", "CREATE TABLE a ()"));
        var repair = new MigrationRepairRequest { Database = pooler.Endpoint, Path = project.Root, Status = SupabaseRepairStatus.Applied };

        MigrationException[] errors =
        [
            await project.RefusedAsync(pooler.Endpoint),
            await Assert.ThrowsAsync<MigrationException>(
                () => MigrationRun.PlanAsync(new() { Database = pooler.Endpoint, Path = project.Root }, project.Observer, TestContext.Current.CancellationToken)),
            await Assert.ThrowsAsync<MigrationException>(() => MigrationRepair.RunAsync(repair, project.Observer, TestContext.Current.CancellationToken)),
            await project.RefusedAsync(EndpointParser.Parse($"postgresql://{database.Username}@127.0.0.1:{pooler.Endpoint.Port}/{database.Database}?pgbouncer=true")),
        ];

        Assert.All(errors, error =>
        {
            Assert.Equal("TransactionPoolerRefused", error.ErrorId);
            Assert.Contains("a pooler in session mode", error.Remedy, StringComparison.Ordinal);
        });
        Assert.Null(await Sql.ScalarAsync<string>(database, "SELECT coalesce(to_regclass('a'), to_regclass('supabase_migrations.schema_migrations'))::text"));
        // Reading is one statement.
        Assert.Equal(["001_a: Pending"], await project.StatesAsync(pooler.Endpoint));
    }

    [Fact]
    public async Task A_role_that_may_not_read_the_history_is_told_so()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("001_a.sql", "SELECT 1"));
        await project.SucceedAsync(database);
        var role = "r" + Guid.NewGuid().ToString("N");
        await Sql.ExecuteAsync(database, $"CREATE ROLE {role} LOGIN PASSWORD 'x'");
        var stranger = database with { Username = role, Password = "x" };

        MigrationException[] errors = [await project.RefusedAsync(stranger), await Assert.ThrowsAsync<MigrationException>(() => project.ListAsync(stranger))];

        Assert.All(errors, error => Assert.Equal(("MigrationHistoryRefused", "42501"), (error.ErrorId, error.SqlState)));
        await Sql.ExecuteAsync(database, $"DROP ROLE {role}");
    }

    [Fact]
    public async Task Keeps_a_second_run_off_even_when_a_file_gives_up_all_locks()
    {
        var database = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(database, "CREATE TABLE gate ()");
        using var project = new TestProject(("001_a.sql", "SELECT pg_advisory_unlock_all();\nDISCARD ALL;\nSELECT FROM gate;"));
        await using var worker = CopyWorker.StartMigrations(project.Root, database);
        await using (await Blocker.HoldAsync(database, "LOCK TABLE gate"))
        {
            await worker.GoAsync();
            await Blocker.KeepsWaitingAsync(database, "SELECT FROM gate");

            var error = await project.RefusedAsync(database);

            Assert.Equal("DestinationLocked", error.ErrorId);
            Assert.Contains("PgMigrate on ", error.Message, StringComparison.Ordinal);
        }

        Assert.Contains("001_a.sql: Applied", await worker.FinishAsync(), StringComparison.Ordinal);
    }
}
