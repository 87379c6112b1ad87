using PgMigrate.Engine.Alembic;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Alembic;

public sealed class AlembicMigrationTests(TestServers servers)
{
    [Fact]
    public async Task Upgrades_to_head_and_says_from_where_to_where_and_what_Alembic_says()
    {
        using var project = AlembicProject.OfShop();
        var database = await servers.CreateDatabaseAsync();

        var first = await project.RunAsync(project.Request(database) with { Revision = "aaa1" });
        var second = await project.RunAsync(database);
        var third = await project.RunAsync(database);

        Assert.Empty(first.RevisionsBefore);
        Assert.Equal(["aaa1"], first.Revisions);
        Assert.False(first.IsAtHead);
        Assert.Equal(["aaa1"], second.RevisionsBefore);
        Assert.Equal(["bbb2"], second.Revisions);
        Assert.Equal(["bbb2"], second.Heads);
        Assert.True(second.IsAtHead);
        Assert.Null(second.IsMatch);
        Assert.Equal(["bbb2"], third.RevisionsBefore);
        Assert.Equal("orders", await Sql.ScalarAsync<string>(database, "SELECT to_regclass('orders')::text"));
        Assert.Contains("alembic: INFO Running upgrade aaa1 -> bbb2", string.Join('\n', project.Observer.VerboseMessages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Learns_what_an_upgrade_would_do_without_changing_anything()
    {
        using var project = AlembicProject.OfShop();
        var database = await servers.CreateDatabaseAsync();

        var plan = await AlembicMigration.Open(project.Request(database), project.Observer).PlanAsync(TestContext.Current.CancellationToken);

        Assert.Equal("Run alembic upgrade heads (from nothing; the project's heads: bbb2)", plan.ToString());
        Assert.Equal(0L, await Sql.ScalarAsync<long>(database, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"));
    }

    [Fact]
    public async Task A_password_of_odd_characters_reaches_the_server_and_is_shown_nowhere()
    {
        using var project = AlembicProject.OfShop();
        var database = await servers.CreateDatabaseAsync();
        var role = $"alembic_{database.Database}";
        const string Password = "canary%40@/ #'";
        await Sql.ExecuteAsync(database, $"CREATE ROLE {role} LOGIN PASSWORD {SqlText.Literal(Password)}");
        try
        {
            await Sql.ExecuteAsync(database, $"GRANT ALL ON SCHEMA public TO {role}");
            project.Add("ccc3", "bbb2", "SELECT 1/0");
            var request = project.Request(database with { Username = role, Password = Password });
            var failure = await Assert.ThrowsAsync<MigrationException>(() => project.RunAsync(request));
            project.Write("alembic/versions/leak.py", "import os\nprint(os.environ['DATABASE_URL'])\nrevision = 'ddd4'\ndown_revision = 'bbb2'\ndef upgrade(): pass");
            File.Delete(Path.Combine(project.Path, "alembic/versions/ccc3.py"));
            var result = await project.RunAsync(request);

            Assert.Equal(["ddd4"], result.Revisions);
            var shown = string.Join('\n', project.Observer.VerboseMessages.Concat(project.Observer.Warnings)) + failure + failure.Detail + failure.Remedy + project.Arguments;
            Assert.DoesNotContain("canary", shown, StringComparison.Ordinal);
            Assert.Contains($"alembic: postgresql://{role}:****@", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("://", project.Arguments, StringComparison.Ordinal);
        }
        finally
        {
            await Sql.ExecuteAsync(database, $"DROP OWNED BY {role} CASCADE; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task Upgrades_every_head_of_a_project_with_several()
    {
        using var project = AlembicProject.OfShop();
        project.Add("ccc3", "aaa1", "CREATE TABLE invoices (id bigint)");
        var database = await servers.CreateDatabaseAsync();

        var result = await project.RunAsync(database);
        var tooFew = await Assert.ThrowsAsync<MigrationException>(() => project.RunAsync(project.Request(database) with { Revision = "head" }));

        Assert.Equal(["bbb2", "ccc3"], result.Revisions);
        Assert.True(result.IsAtHead);
        Assert.Contains("The project has 2 heads", project.Observer.Warnings[0], StringComparison.Ordinal);
        Assert.Equal(("AlembicFailed", "Give -Revision heads, or merge the heads with 'alembic merge'."), (tooFew.ErrorId, tooFew.Remedy));
    }

    [Fact]
    public async Task Compares_the_revisions_of_both_ends_and_follows_the_source_where_told()
    {
        using var project = AlembicProject.OfShop();
        var (source, database, other) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await project.RunAsync(project.Request(source) with { Revision = "aaa1" });

        var ahead = await project.RunAsync(project.Request(database) with { Source = source });
        var level = await project.RunAsync(project.Request(other) with { Source = source, Revision = "aaa1" });

        Assert.Equal((false, true), (ahead.IsMatch, level.IsMatch));
        Assert.Equal(["aaa1"], ahead.SourceRevisions);
        Assert.Contains("The source is at aaa1 and the database at bbb2: their tables differ.", Assert.Single(project.Observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_migration_that_fails_says_which_words_and_where_the_database_is_and_the_next_run_continues()
    {
        using var project = AlembicProject.OfShop();
        var database = await servers.CreateDatabaseAsync();
        await project.RunAsync(project.Request(database) with { Revision = "aaa1" });
        project.Add("ccc3", "bbb2", "CREATE TABLE users (id int)");

        var failure = await Assert.ThrowsAsync<MigrationException>(() => project.RunAsync(database));
        project.Add("ccc3", "bbb2", "CREATE TABLE fine (id int)");
        var result = await project.RunAsync(database);

        Assert.Equal("AlembicFailed", failure.ErrorId);
        Assert.Contains("relation \"users\" already exists", failure.Detail!, StringComparison.Ordinal);
        Assert.StartsWith("The database is at aaa1.", failure.Detail, StringComparison.Ordinal);
        Assert.Contains("alembic stamp", failure.Remedy!, StringComparison.Ordinal);
        Assert.Equal(["aaa1"], result.RevisionsBefore);
        Assert.Equal(["ccc3"], result.Revisions);
    }

    [Fact]
    public async Task A_database_at_a_revision_that_the_project_does_not_have_is_left_alone()
    {
        using var project = AlembicProject.OfShop();
        var database = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(database, "CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY); INSERT INTO alembic_version VALUES ('fff9')");

        var failure = await Assert.ThrowsAsync<MigrationException>(() => project.RunAsync(database));

        Assert.Contains("Can't locate revision identified by 'fff9'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("check out the version", failure.Remedy!, StringComparison.Ordinal);
        Assert.Null(await Sql.ScalarAsync<string>(database, "SELECT to_regclass('users')::text"));
    }

    [Fact]
    public async Task A_project_that_connects_elsewhere_is_refused_before_it_does_anything()
    {
        var (database, elsewhere) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        var script = AlembicProject.EnvironmentScript.Replace(
            "os.environ[\"DATABASE_URL\"]",
            $"os.environ.get(\"SHOP_URL\", \"{DatabaseUrl.Format(elsewhere, DatabaseUrlDialect.Libpq).Text}\")",
            StringComparison.Ordinal);
        using var project = new AlembicProject(script);
        project.Add("aaa1", null, "CREATE TABLE users (id int)");

        var refused = await Assert.ThrowsAsync<MigrationException>(() => project.RunAsync(database));
        var right = await project.RunAsync(project.Request(database) with { Variable = "SHOP_URL" });

        Assert.Equal("AlembicConnectsElsewhere", refused.ErrorId);
        Assert.Contains(elsewhere.Database, refused.Message, StringComparison.Ordinal);
        Assert.Null(await Sql.ScalarAsync<string>(elsewhere, "SELECT to_regclass('users')::text"));
        Assert.Equal(["aaa1"], right.Revisions);
    }

    [Fact]
    public async Task Percent_signs_that_env_py_does_not_double_are_explained()
    {
        using var project = new AlembicProject(AlembicProject.EnvironmentScript.Replace(".replace(\"%\", \"%%\")", "", StringComparison.Ordinal));
        var database = await servers.CreateDatabaseAsync();

        var failure = await Assert.ThrowsAsync<MigrationException>(() => project.RunAsync(database with { Password = "p@ss" }));

        Assert.Contains(".replace('%', '%%')", failure.Remedy!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_the_revisions_where_env_py_keeps_them()
    {
        using var project = new AlembicProject(AlembicProject.EnvironmentScript.Replace(
            "target_metadata=None", "target_metadata=None, version_table='Revisions', version_table_schema='meta'", StringComparison.Ordinal));
        project.Add("aaa1", null, "CREATE TABLE users (id int)");
        var database = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(database, "CREATE SCHEMA meta");

        var lost = await Assert.ThrowsAsync<MigrationException>(() => project.RunAsync(database));
        var found = await project.RunAsync(project.Request(database) with { VersionTable = "meta.Revisions" });

        Assert.Equal("AlembicVersionsMissing", lost.ErrorId);
        Assert.Equal(["aaa1"], found.Revisions);
    }

    [Fact]
    public async Task A_cancelled_upgrade_leaves_no_program_and_no_session_behind()
    {
        using var project = AlembicProject.OfShop();
        project.Add("ccc3", "bbb2", "SELECT pg_sleep(600)");
        var database = await servers.CreateDatabaseAsync();
        using var stop = new CancellationTokenSource();

        var run = AlembicMigration.Open(project.Request(database), project.Observer).RunAsync(stop.Token);
        await Eventually.HoldsAsync("the migration sleeps", async () => await SleepersAsync(database) == 1);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await Eventually.HoldsAsync("nobody sleeps", async () => await SleepersAsync(database) == 0);
        Assert.Null(await Sql.ScalarAsync<string>(database, "SELECT to_regclass('users')::text"));
    }

    [Fact]
    public async Task A_folder_without_a_project_and_a_program_that_is_not_there_are_named()
    {
        using var project = new AlembicProject();
        var database = EndpointParser.Parse("postgresql://app@localhost/shop");

        var noProject = await Assert.ThrowsAsync<MigrationException>(() => project.RunAsync(project.Request(database) with { Path = Path.Combine(project.Path, "alembic") }));
        var request = project.Request(database) with { ProgramPath = Path.Combine(project.Path, "no-alembic") };
        var noProgram = await Assert.ThrowsAsync<MigrationException>(() => project.RunAsync(request));

        Assert.Equal(("AlembicConfigMissing", "AlembicMissing"), (noProject.ErrorId, noProgram.ErrorId));
    }

    /// <summary>What the clone has for this: it leaves a table out by name, and -DataOnly leaves the schema to Alembic.</summary>
    [Fact]
    public async Task A_clone_brings_the_rows_into_what_Alembic_made_and_leaves_its_revisions_to_it()
    {
        using var project = AlembicProject.OfShop();
        var (source, destination) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await project.RunAsync(source);
        await Sql.ExecuteAsync(source, "INSERT INTO users VALUES (1, 'a@example.com'); INSERT INTO orders VALUES (7, 1)");
        await project.RunAsync(destination);

        var copied = await Cloning.RunAsync(new DatabaseCopyRequest
        {
            Source = source,
            Destination = destination,
            Sections = DatabaseSections.Data,
            Selection = new() { ExcludeTables = ["alembic_version"] },
        });
        var after = await project.RunAsync(project.Request(destination) with { Source = source });

        Assert.Equal(2, copied.Rows);
        Assert.Equal((true, true), (after.IsMatch, after.IsAtHead));
        Assert.Equal(7L, await Sql.ScalarAsync<long>(destination, "SELECT o.id FROM orders o JOIN users u ON u.id = o.user_id"));
        Assert.Equal(1L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM alembic_version"));
    }

    private static Task<long> SleepersAsync(DatabaseEndpoint database) => Sql.ScalarAsync<long>(
        database, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'")!;
}
