using PgMigrate.Engine.Supabase;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Supabase;

public sealed class UndoTests(TestServers servers)
{
    [Fact]
    public async Task Takes_back_the_last_migration_or_all_down_to_one()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = Project();
        await project.SucceedAsync(database);
        Assert.Equal(
            ["The Supabase CLI would apply 001_a.down.sql, 002_b.down.sql as migrations: before you use it again, move what takes back into the folder 'down'."],
            project.Observer.Warnings);

        var last = await project.SucceedAsync(database, request => request with { Undo = true });
        Assert.Equal(["003_c.sql: Undone"], last.Select(result => result.ToString()));
        Assert.Equal(["001_a: Applied", "002_b: Applied", "003_c: Pending"], await project.StatesAsync(database));
        var rest = await project.SucceedAsync(database, request => request with { Undo = true, Versions = ["001"] });

        Assert.Equal(["002_b.down.sql: Undone", "001_a.down.sql: Undone"], rest.Select(result => result.ToString()));
        Assert.Equal(0L, await Sql.ScalarAsync<long>(database, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"));
        Assert.Equal("", await TestProject.HistoryAsync(database));
        Assert.Equal(3, (await project.SucceedAsync(database)).Count);
    }

    [Fact]
    public async Task Takes_nothing_back_where_one_of_the_ways_is_missing()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = Project();
        await project.SucceedAsync(database);
        File.Delete(Path.Combine(project.Migrations, "001_a.down.sql"));

        var error = await project.RefusedAsync(database, request => request with { Undo = true, Versions = ["001"] });
        var unknown = await project.RefusedAsync(database, request => request with { Undo = true, Versions = ["004"] });

        Assert.Equal(("DownFileMissing", "There is no file to take back 001 with, so nothing was taken back."), (error.ErrorId, error.Message));
        Assert.Equal("MigrationNotApplied", unknown.ErrorId);
        Assert.Equal(["001_a: Applied", "002_b: Applied", "003_c: Applied"], await project.StatesAsync(database));
    }

    [Fact]
    public async Task A_way_back_that_fails_leaves_the_migration_as_it_was()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = Project().Write("down/003_c.sql", "DROP TABLE c; DROP TABLE never");
        await project.SucceedAsync(database);

        var failed = Assert.Single(await project.RunAsync(database, request => request with { Undo = true }));

        Assert.Equal(("42P01", 0), (failed.SqlState, failed.StatementsApplied));
        Assert.Equal("c", await Sql.ScalarAsync<string>(database, "SELECT to_regclass('c')::text"));
        Assert.Equal("003_c: Applied", (await project.StatesAsync(database))[^1]);
    }

    [Fact]
    public async Task Contradictions_are_refused()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = Project();
        Func<MigrationRunRequest, MigrationRunRequest>[] contradictions =
        [
            request => request with { IncludeAll = true }, request => request with { IncludeSeeds = true }, request => request with { IncludeRoles = true },
            request => request with { Versions = ["001", "002"] }, request => request with { OnError = ObjectFailureAction.Continue },
        ];

        foreach (var contradiction in contradictions)
        {
            Assert.Equal("ParametersConflict", (await project.RefusedAsync(database, request => contradiction(request) with { Undo = true })).ErrorId);
        }
    }

    private static TestProject Project() => new(
        ("001_a.sql", "CREATE TABLE a ()"), ("001_a.down.sql", "DROP TABLE a"),
        ("002_b.sql", "CREATE TABLE b ()"), ("002_b.down.sql", "DROP TABLE b"),
        ("003_c.sql", "CREATE TABLE c ()"), ("down/003_c.sql", "DROP TABLE c"));
}
