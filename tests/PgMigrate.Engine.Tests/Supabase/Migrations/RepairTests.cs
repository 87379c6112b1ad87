using PgMigrate.Engine.Supabase;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Supabase;

public sealed class RepairTests(TestServers servers)
{
    [Fact]
    public async Task Records_what_was_applied_by_hand_and_takes_out_what_was_not()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("001_a.sql", "CREATE TABLE a (); -- x"), ("002_b.sql", "CREATE TABLE b ()"));

        var applied = await RepairAsync(project, database, SupabaseRepairStatus.Applied, "001", "002");
        Assert.Equal(["001_a: Applied", "002_b: Applied"], await project.StatesAsync(database));
        project.Write("001_a.sql", "CREATE TABLE a (v int)");
        Assert.Equal(["001_a: Changed", "002_b: Applied"], await project.StatesAsync(database));
        var again = await RepairAsync(project, database, SupabaseRepairStatus.Applied, "001");
        Assert.Equal("001|a|{\"CREATE TABLE a (v int)\"}\n002|b|{\"CREATE TABLE b ()\"}", await TestProject.HistoryAsync(database));
        var reverted = await RepairAsync(project, database, SupabaseRepairStatus.Reverted, "002", "777");

        Assert.Equal(["001: Applied False a", "002: Applied False b"], applied);
        Assert.Equal(["001: Applied True a"], again);
        Assert.Equal(["002: Reverted True b", "777: Reverted False "], reverted);
        Assert.Equal(["001_a: Applied", "002_b: Pending"], await project.StatesAsync(database));
        Assert.Null(await Sql.ScalarAsync<string>(database, "SELECT to_regclass('a')::text"));
    }

    [Fact]
    public async Task Makes_the_whole_history_that_of_the_files()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("001_a.sql", "SELECT 1"), ("002_b.sql", "SELECT 2"));
        await project.SucceedAsync(database);
        File.Delete(Path.Combine(project.Migrations, "001_a.sql"));
        Assert.Equal("MigrationFileMissing", (await project.RefusedAsync(database)).ErrorId);

        Assert.Equal(["001: Reverted True a", "002: Applied True b"], await RepairAsync(project, database, SupabaseRepairStatus.Applied));
        Assert.Equal(["002_b: Applied"], await project.StatesAsync(database));
        Assert.Equal(["002: Reverted True b"], await RepairAsync(project, database, SupabaseRepairStatus.Reverted));

        Assert.Equal("", await TestProject.HistoryAsync(database));
    }

    [Theory]
    [InlineData("1a", "InvalidMigrationVersion")]
    [InlineData("", "InvalidMigrationVersion")]
    [InlineData("9", "MigrationNotFound")]
    public async Task Refuses_a_version_that_it_can_not_record(string version, string id)
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("001_a.sql", "SELECT 1"));

        var error = await Assert.ThrowsAsync<MigrationException>(() => RepairAsync(project, database, SupabaseRepairStatus.Applied, version));

        Assert.Equal(id, error.ErrorId);
        Assert.Equal(["001_a: Pending"], await project.StatesAsync(database));
    }

    private static async Task<IEnumerable<string>> RepairAsync(TestProject project, DatabaseEndpoint database, SupabaseRepairStatus status, params string[] versions)
    {
        var request = new MigrationRepairRequest { Database = database, Path = project.Root, Versions = versions, Status = status };
        return (await MigrationRepair.RunAsync(request, project.Observer, TestContext.Current.CancellationToken)).Select(change => $"{change} {change.WasThere} {change.Name}");
    }
}
