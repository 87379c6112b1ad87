using PgMigrate.Engine.Supabase;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Supabase;

public sealed class MigrationRunTests(TestServers servers)
{
    /// <summary>The history's tables as the Supabase CLI makes them.</summary>
    private const string CliTables = """
        CREATE SCHEMA IF NOT EXISTS supabase_migrations;
        CREATE TABLE IF NOT EXISTS supabase_migrations.schema_migrations (version text NOT NULL PRIMARY KEY);
        ALTER TABLE supabase_migrations.schema_migrations ADD COLUMN IF NOT EXISTS statements text[];
        ALTER TABLE supabase_migrations.schema_migrations ADD COLUMN IF NOT EXISTS name text;
        """;

    [Theory]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(18)]
    public async Task Alternates_with_the_Supabase_CLI_in_one_series(int major)
    {
        var database = await servers.CreateSupabaseDatabaseAsync(major);
        using var project = new TestProject(("20240101000000_users.sql", "-- all users\ncreate table users (id int primary key);\ninsert into users values (1); -- end"));

        var first = await project.SucceedAsync(database);
        Assert.Equal("20240101000000|users|{\"-- all users\ncreate table users (id int primary key)\",\"insert into users values (1)\",\"-- end\"}", await TestProject.HistoryAsync(database));

        // What the CLI does with the next file.
        project.Write("20240102000000_orders.sql", "create table orders (id int references users);\n\n/* why */ insert into orders values (1);\n");
        await Sql.ExecuteAsync(database, CliTables + """
            create table orders (id int references users);
            insert into orders values (1);
            INSERT INTO supabase_migrations.schema_migrations (version, name, statements)
            VALUES ('20240102000000', 'orders', ARRAY['create table orders (id int references users)', '/* why */ insert into orders values (1)']);
            """);
        Assert.Equal(["20240101000000_users: Applied", "20240102000000_orders: Applied"], await project.StatesAsync(database));
        Assert.Empty(await project.SucceedAsync(database));

        project.Write("20240103000000_last.sql", "create view v as select count(*) from orders");
        Assert.Equal(["20240101000000_users: Applied", "20240102000000_orders: Applied", "20240103000000_last: Pending"], await project.StatesAsync(database));
        var third = await project.SucceedAsync(database);

        Assert.Equal(["20240101000000_users.sql: Applied", "20240103000000_last.sql: Applied"], first.Concat(third).Select(result => result.ToString()));
        Assert.Equal(1L, await Sql.ScalarAsync<long>(database, "SELECT count FROM v"));
        Assert.Equal(
            "version,statements,name",
            await Sql.ScalarAsync<string>(database, "SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'supabase_migrations.schema_migrations'::regclass AND attnum > 0"));
    }

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Works_with_every_version_of_PostgreSQL(int major)
    {
        var database = await servers.CreateDatabaseAsync(major);
        using var project = new TestProject(
            ("001_a.sql", "CREATE TABLE a (v int);\nCOPY a FROM stdin;\n1\n\\.\nCREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN DELETE FROM a; END $$;"),
            ("002_b.sql", "CREATE INDEX CONCURRENTLY i ON a (v);"), ("003_c.sql", "CREATE TABLE c ();\nSELECT wrong FROM a;"), ("down/002_b.sql", "DROP INDEX i"));

        var results = await project.RunAsync(database);
        Assert.Equal(
            [SupabaseMigrationOutcome.Applied, SupabaseMigrationOutcome.Applied, SupabaseMigrationOutcome.Failed], results.Select(result => result.Status));
        Assert.StartsWith("003_c.sql, line 2: column \"wrong\" does not exist (SQLSTATE 42703).\n    SELECT wrong FROM a\n           ^\n", results[2].ErrorMessage, StringComparison.Ordinal);
        await project.SucceedAsync(database, request => request with { Undo = true });

        Assert.Equal(["001_a: Applied", "002_b: Pending", "003_c: Pending"], await project.StatesAsync(database));
    }

    [Theory]
    [InlineData("CREATE TABLE supabase_migrations.schema_migrations (version text NOT NULL PRIMARY KEY)")]
    [InlineData("CREATE TABLE supabase_migrations.schema_migrations (version text NOT NULL PRIMARY KEY, statements text[])")]
    [InlineData("CREATE TABLE supabase_migrations.schema_migrations (version text NOT NULL PRIMARY KEY, statements text[], name text, created_by text, idempotency_key text UNIQUE, rollback text[])")]
    public async Task Takes_over_a_history_of_any_age(string table)
    {
        var database = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(database, $"CREATE SCHEMA supabase_migrations; {table}; INSERT INTO supabase_migrations.schema_migrations (version) VALUES ('001'); CREATE TABLE a ()");
        using var project = new TestProject(("001_a.sql", "CREATE TABLE a ()"), ("002_b.sql", "CREATE TABLE b ()"));

        Assert.Equal(["001_a: Applied", "002_b: Pending"], await project.StatesAsync(database));
        var results = await project.SucceedAsync(database);

        Assert.Equal(["002_b.sql: Applied"], results.Select(result => result.ToString()));
        Assert.Equal("b", await Sql.ScalarAsync<string>(database, "SELECT name FROM supabase_migrations.schema_migrations WHERE version = '002'"));
    }

    [Fact]
    public async Task Refuses_a_history_that_has_more_than_the_folder_even_when_all_is_to_be_included()
    {
        var database = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(database, CliTables + "INSERT INTO supabase_migrations.schema_migrations (version, name) VALUES ('001', 'a'), ('002', 'gone'), ('004', 'too')");
        using var project = new TestProject(("001_a.sql", "SELECT 1"), ("003_c.sql", "SELECT 1"));

        foreach (var includeAll in new[] { false, true })
        {
            var error = await project.RefusedAsync(database, request => request with { IncludeAll = includeAll });
            Assert.Equal(("MigrationFileMissing", "Remote migration versions not found in local migrations directory: 002, 004."), (error.ErrorId, error.Message));
            Assert.Contains("Repair-SupabaseMigration -Version 002,004 -Status Reverted", error.Remedy, StringComparison.Ordinal);
        }

        Assert.Equal(["001_a: Applied", "002_gone: Missing", "003_c: OutOfOrder", "004_too: Missing"], await project.StatesAsync(database));
    }

    [Fact]
    public async Task Applies_files_older_than_the_last_applied_one_only_when_asked_to()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("002_b.sql", "CREATE TABLE b ()"));
        await project.SucceedAsync(database);
        project.Write("001_a.sql", "CREATE TABLE a ()").Write("003_c.sql", "CREATE TABLE c ()");

        var error = await project.RefusedAsync(database);
        Assert.Equal(
            ("MigrationOutOfOrder", "Found local migration files to be inserted before the last migration on remote database: 001_a.sql."), (error.ErrorId, error.Message));
        Assert.Contains("-IncludeAll", error.Remedy, StringComparison.Ordinal);
        Assert.Equal(["001_a: OutOfOrder", "002_b: Applied", "003_c: Pending"], await project.StatesAsync(database));
        var results = await project.SucceedAsync(database, request => request with { IncludeAll = true });

        Assert.Equal(["001_a.sql: Applied", "003_c.sql: Applied"], results.Select(result => result.ToString()));
    }

    [Fact]
    public async Task Refuses_two_files_of_one_version_before_it_runs_anything()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("001_a.sql", "CREATE TABLE a ()"), ("002_b.sql", "SELECT 1"), ("002_c.sql", "SELECT 1"));

        var error = await project.RefusedAsync(database);

        Assert.Equal(("MigrationVersionDuplicate", "002_b.sql and 002_c.sql have the same version 002, of which the history can hold one."), (error.ErrorId, error.Message));
        Assert.Null(await Sql.ScalarAsync<string>(database, "SELECT to_regclass('a')::text"));
    }

    [Fact]
    public async Task Skips_aloud_what_the_CLI_skips()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(
            ("20200101000000_init.sql", "fails"), ("20240101000000_.sql", "SELECT 1"), ("README.md", "fails"), ("a_b.sql", "fails"), ("inner/20240102000000_x.sql", "fails"));

        var results = await project.SucceedAsync(database);

        Assert.Equal(["20240101000000_.sql: Applied"], results.Select(result => result.ToString()));
        Assert.Equal(
            ["20200101000000_init.sql is skipped as the Supabase CLI skips it: give it another name than init to apply it.",
                "README.md is skipped: a migration is named <digits>_<name>.sql.", "a_b.sql is skipped: a migration is named <digits>_<name>.sql."],
            project.Observer.Warnings);
    }

    [Fact]
    public async Task Reports_that_versions_of_mixed_widths_are_sorted_as_texts()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("9_a.sql", "SELECT 1"), ("10_b.sql", "SELECT 1"), ("1_c.sql", "SELECT 1"));

        var results = await project.SucceedAsync(database);

        Assert.Equal(["1_c.sql", "10_b.sql", "9_a.sql"], results.Select(result => result.File));
        Assert.Equal(["Versions are compared as texts, so 10_b.sql comes before 9_a.sql: give all versions the same number of digits."], project.Observer.Warnings);
        using var numbered = new TestProject(("001_a.sql", "SELECT 1"), ("010_b.sql", "SELECT 1"), ("20240101000000_c.sql", "SELECT 1"));
        await numbered.SucceedAsync(await servers.CreateDatabaseAsync());
        Assert.Empty(numbered.Observer.Warnings);
    }

    [Fact]
    public async Task Notices_a_file_that_was_changed_after_it_was_applied()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(
            ("001_a.sql", "CREATE TABLE a (); -- first\nINSERT INTO a DEFAULT VALUES;"), ("002_b.sql", @"SELECT E'it\'s; mine', 1;"), ("003_c.sql", "SELECT 'x'"));
        await project.SucceedAsync(database);
        // What the CLI makes of the string, and of one that it splits elsewhere than the server would.
        await Sql.ExecuteAsync(database, """
            UPDATE supabase_migrations.schema_migrations SET statements = ARRAY[$$SELECT E'it\'s$$, $$mine', 1;$$] WHERE version = '002'
            """);

        project.Write("001_a.sql", "CREATE TABLE a();\r\n\r\nINSERT INTO a /* one */ DEFAULT VALUES").Write("003_c.sql", "SELECT 'y'");
        Assert.Equal(["001_a: Applied", "002_b: Applied", "003_c: Changed"], await project.StatesAsync(database));
        project.Write("002_b.sql", @"SELECT E'it\'s; yours', 1;").Write("001_a.sql", "CREATE TABLE a ()");

        Assert.Equal(["001_a: Changed", "002_b: Changed", "003_c: Changed"], await project.StatesAsync(database));
    }

    [Fact]
    public async Task Applies_only_the_version_that_is_named_and_says_what_stays_behind()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("001_a.sql", "SELECT 1"), ("002_b.sql", "SELECT 1"), ("003_c.sql", "SELECT 1"));

        var chosen = await project.SucceedAsync(database, request => request with { Versions = ["002"] });
        Assert.Equal(["001_a.sql is older than what is applied now, and stays behind: later it is applied only with -IncludeAll."], project.Observer.Warnings);
        var refused = await project.RefusedAsync(database, request => request with { Versions = ["001"] });
        var unknown = await project.RefusedAsync(database, request => request with { Versions = ["1"] });
        var again = await project.SucceedAsync(database, request => request with { Versions = ["002"] });

        Assert.Equal(["002_b.sql: Applied"], chosen.Select(result => result.ToString()));
        Assert.Equal(("MigrationOutOfOrder", "MigrationNotFound"), (refused.ErrorId, unknown.ErrorId));
        Assert.Empty(again);
    }

    [Fact]
    public async Task Ends_before_a_file_that_is_not_confirmed()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("001_a.sql", "CREATE TABLE a ()"), ("002_b.sql", "CREATE TABLE b ()"), ("003_c.sql", "CREATE TABLE c ()"));

        var results = await project.RunAsync(database, confirm: step => new(step.Version != "002"));

        Assert.Equal(["001_a.sql: Applied"], results.Select(result => result.ToString()));
        Assert.Equal(["001_a: Applied", "002_b: Pending", "003_c: Pending"], await project.StatesAsync(database));
    }

    [Fact]
    public async Task Forgets_between_two_files_what_the_first_has_set()
    {
        var database = await servers.CreateSupabaseDatabaseAsync();
        using var project = new TestProject(
            ("001_a.sql", "SELECT pg_catalog.set_config('search_path', '', false); SET ROLE anon; SET standard_conforming_strings = off; SELECT '\\'; \\''"),
            ("002_b.sql", @"CREATE TABLE t AS SELECT '\' AS a; SELECT ';\';"));

        await project.SucceedAsync(database);

        Assert.Equal(@"postgres \", await Sql.ScalarAsync<string>(database, "SELECT tableowner || ' ' || (SELECT a FROM public.t) FROM pg_tables WHERE tablename = 't' AND schemaname = 'public'"));
    }

    [Fact]
    public async Task Plans_without_touching_anything()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(
            ("001_a.sql", "CREATE TABLE a (v text);\nCOPY a FROM stdin;\n1\n2\n\\.\n"), ("002_b.sql", "\n\nCREATE ROLE app PASSWORD 'hidden';\nVACUUM a"));

        var steps = await MigrationRun.PlanAsync(new() { Database = database, Path = project.Root }, project.Observer, TestContext.Current.CancellationToken);

        Assert.Equal(["001_a.sql: 2 statements in one transaction", "002_b.sql: 2 statements without a transaction (line 4: VACUUM)"], steps.Select(step => step.ToString()));
        Assert.Equal(
            ["001_a.sql:1: CREATE TABLE a (v text)", "001_a.sql:2: COPY a FROM stdin", "002_b.sql:3: CREATE ROLE app PASSWORD '******'", "002_b.sql:4: VACUUM a"],
            steps.SelectMany(step => step.Statements).Select(statement => statement.ToString()));
        Assert.Equal([null, 2, null, null], steps.SelectMany(step => step.Statements).Select(statement => statement.Rows));
        Assert.Equal(0L, await Sql.ScalarAsync<long>(database, "SELECT count(*) FROM pg_namespace WHERE nspname = 'supabase_migrations'"));
    }
}
