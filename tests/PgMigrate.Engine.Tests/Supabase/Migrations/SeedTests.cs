using System.Security.Cryptography;
using System.Text;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Supabase;

public sealed class SeedTests(TestServers servers)
{
    [Fact]
    public async Task Runs_roles_then_migrations_then_seeds_and_a_seed_once()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("001_a.sql", "INSERT INTO log (v) VALUES ('migration')"))
            .Write("../roles.sql", "CREATE TABLE IF NOT EXISTS log (n serial, v text); INSERT INTO log (v) VALUES ('role')").Write("../seed.sql", "INSERT INTO log (v) VALUES ('seed')");

        var first = await project.SucceedAsync(database, request => request with { IncludeRoles = true, IncludeSeeds = true });
        var second = await project.SucceedAsync(database, request => request with { IncludeRoles = true, IncludeSeeds = true });
        project.Write("../seed.sql", "INSERT INTO log (v) VALUES ('changed seed')");
        var third = await project.SucceedAsync(database, request => request with { IncludeSeeds = true });

        Assert.Equal(["roles.sql: Applied", "001_a.sql: Applied", "supabase/seed.sql: Applied"], first.Select(result => result.ToString()));
        Assert.Equal(["roles.sql: Applied"], second.Select(result => result.ToString()));
        Assert.Equal(["supabase/seed.sql: HashUpdated"], third.Select(result => result.ToString()));
        Assert.Equal("role,migration,seed,role", await Sql.ScalarAsync<string>(database, "SELECT string_agg(v, ',' ORDER BY n) FROM log"));
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes("INSERT INTO log (v) VALUES ('changed seed')"))).ToLowerInvariant();
        Assert.Equal("supabase/seed.sql " + hash, await Sql.ScalarAsync<string>(database, "SELECT path || ' ' || hash FROM supabase_migrations.seed_files"));
        Assert.Equal(["supabase/seed.sql was run before it was changed: its new hash is recorded, and nothing of it is run again."], project.Observer.Warnings);
    }

    [Fact]
    public async Task Takes_the_seeds_that_config_toml_names_in_its_order()
    {
        var database = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(database, "CREATE TABLE log (n serial, v text)");
        using var project = new TestProject();
        foreach (var name in new[] { "z.sql", "seeds/b.sql", "seeds/a.sql", "seeds/not.txt" }) project.Write("../" + name, $"INSERT INTO log (v) VALUES ('{name}')");
        project.Write("../config.toml", "project_id = \"x\"\n[db] # all\nport = 1\n[db.seed]\nenabled = true # yes\nsql_paths = [\n  './z.sql', # first ]\n  \"./seeds/*.sql\", 'none.sql',\n]\n[auth]\nenabled = false\n");

        await project.SucceedAsync(database, request => request with { IncludeSeeds = true });

        Assert.Equal("z.sql,seeds/a.sql,seeds/b.sql", await Sql.ScalarAsync<string>(database, "SELECT string_agg(v, ',' ORDER BY n) FROM log"));
        Assert.Equal(
            "supabase/seeds/a.sql,supabase/seeds/b.sql,supabase/z.sql", await Sql.ScalarAsync<string>(database, "SELECT string_agg(path, ',' ORDER BY path) FROM supabase_migrations.seed_files"));
        Assert.StartsWith("No seed is named none.sql", Assert.Single(project.Observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_out_aloud_what_config_toml_switches_off()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("001_a.sql", "SELECT 1")).Write("../seed.sql", "SELECT 1").Write("../config.toml", "[db.migrations]\nenabled = false\n[db.seed]\nenabled = false\n");

        Assert.Empty(await project.SucceedAsync(database, request => request with { IncludeSeeds = true }));

        Assert.Equal(
            ["Migrations are switched off in config.toml ([db.migrations] enabled): none is applied.", "Seeds are switched off in config.toml ([db.seed] enabled): none is run."],
            project.Observer.Warnings);
    }

    [Fact]
    public async Task Says_what_it_does_not_do_of_what_the_CLI_does()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("001_a.sql", "SELECT 1")).Write("../config.toml", "[db.vault]\nkey = \"env(KEY)\"\n");

        Assert.Equal(["001_a.sql: Applied"], (await project.SucceedAsync(database, request => request with { IncludeRoles = true })).Select(result => result.ToString()));

        Assert.Equal(
            [$"There is no {Path.Combine(project.Root, "supabase", "roles.sql")}, so no roles are made.",
                "config.toml has secrets for the vault ([db.vault]), which the Supabase CLI writes before migrations and PgMigrate does not."],
            project.Observer.Warnings);
    }

    [Fact]
    public async Task A_seed_that_fails_is_neither_there_nor_recorded()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("001_a.sql", "CREATE TABLE a (v int)")).Write("../seed.sql", "INSERT INTO a VALUES (1); INSERT INTO a VALUES ('x')");

        var results = await project.RunAsync(database, request => request with { IncludeSeeds = true });

        Assert.Equal([SupabaseMigrationOutcome.Applied, SupabaseMigrationOutcome.Failed], results.Select(result => result.Status));
        Assert.Equal(0L, await Sql.ScalarAsync<long>(database, "SELECT (SELECT count(*) FROM a) + (SELECT count(*) FROM supabase_migrations.seed_files)"));
    }
}
