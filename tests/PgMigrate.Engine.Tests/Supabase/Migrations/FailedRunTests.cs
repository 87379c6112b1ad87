using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Supabase;

public sealed class FailedRunTests(TestServers servers)
{
    [Fact]
    public async Task A_failure_says_where_and_why_and_what_was_and_was_not_applied()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(
            ("001_a.sql", "CREATE TABLE users (id int)"),
            ("002_b.sql", "CREATE TABLE b ();\n\n-- é😀\nSELECT '😀',\n\tnam\n  FROM (SELECT 1 AS name) s;\nCREATE TABLE c ();\n"),
            ("003_c.sql", "SELECT 1"));

        var results = await project.RunAsync(database);

        Assert.Equal([SupabaseMigrationOutcome.Applied, SupabaseMigrationOutcome.Failed, SupabaseMigrationOutcome.NotRun], results.Select(result => result.Status));
        var failed = results[1];
        Assert.Equal(
            """
            002_b.sql, line 5: column "nam" does not exist (SQLSTATE 42703).
                	nam
                	^
            Hint: Perhaps you meant to reference the column "s.name".
            Nothing of 002_b.sql was applied. Applied before it, and staying: 001_a.sql. Not run: 003_c.sql.
            """, failed.ErrorMessage);
        Assert.Equal((5, "42703", 0, true), (failed.Line, failed.SqlState, failed.StatementsApplied, failed.RanInTransaction));
        Assert.Equal("SELECT '😀',\n\tnam\n  FROM (SELECT 1 AS name) s", failed.Statement);
        Assert.Equal("MigrationFailed", failed.Error!.ErrorId);
        Assert.Equal("Mend 002_b.sql and run again: the next run continues with it.", failed.Error.Remedy);
        Assert.Null(await Sql.ScalarAsync<string>(database, "SELECT to_regclass('b')::text"));

        project.Write("002_b.sql", "CREATE TABLE b ()");
        var next = await project.SucceedAsync(database);
        Assert.Equal(["002_b.sql: Applied", "003_c.sql: Applied"], next.Select(result => result.ToString()));
    }

    [Fact]
    public async Task Goes_on_with_the_next_file_where_that_is_wanted()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("001_a.sql", "fails"), ("002_b.sql", "CREATE TABLE b ()"), ("003_c.sql", "fails, too"));

        var results = await project.RunAsync(database, request => request with { OnError = ObjectFailureAction.Continue });

        Assert.Equal([SupabaseMigrationOutcome.Failed, SupabaseMigrationOutcome.Applied, SupabaseMigrationOutcome.Failed], results.Select(result => result.Status));
        Assert.Contains("run again with -IncludeAll", results[0].Error!.Remedy, StringComparison.Ordinal);
        Assert.Equal(["001_a: OutOfOrder", "002_b: Applied", "003_c: Pending"], await project.StatesAsync(database));
    }

    [Fact]
    public async Task What_fails_when_the_transaction_ends_is_undone_too()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("001_a.sql", "CREATE TABLE a (id int PRIMARY KEY);\nCREATE TABLE b (a int REFERENCES a DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO b VALUES (1);"));

        var failed = Assert.Single(await project.RunAsync(database));

        Assert.Equal(("23503", null, 0), (failed.SqlState, failed.Line, failed.StatementsApplied));
        Assert.EndsWith("\nNothing of 001_a.sql was applied.", failed.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(["001_a: Pending"], await project.StatesAsync(database));
        Assert.Null(await Sql.ScalarAsync<string>(database, "SELECT to_regclass('a')::text"));
    }

    [Fact]
    public async Task Points_at_the_row_that_COPY_refuses()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("001_a.sql", "CREATE TABLE a (id int, v text);\nCOPY a FROM stdin;\n1\tone\n2\ttwo\nthree\tx\n\\.\nSELECT 1;\n"));

        var failed = Assert.Single(await project.RunAsync(database));

        Assert.Equal(("22P02", 5), (failed.SqlState, failed.Line));
        Assert.Null(await Sql.ScalarAsync<string>(database, "SELECT to_regclass('a')::text"));
        project.Write("001_a.sql", "CREATE TABLE a (id int, v text);\nCOPY a FROM stdin;\n1\tone; 'two\n2\t\\N\n\\.\nSELECT 1;\n");
        await project.SucceedAsync(database);
        Assert.Equal("one; 'two", await Sql.ScalarAsync<string>(database, "SELECT string_agg(v, '|') FROM a"));
        Assert.Equal(["001_a: Applied"], await project.StatesAsync(database));
    }

    [Theory]
    [InlineData("CREATE TABLE a (v mood)", "with the extension's schema")]
    [InlineData("ALTER TYPE state ADD VALUE 'b'; SELECT 'b'::state", "file of its own before this one")]
    [InlineData("INSERT INTO supabase_migrations.schema_migrations (version) VALUES ('001')", "whether the version was recorded meanwhile")]
    [InlineData("SET statement_timeout = 1; SELECT pg_sleep(60)", "SET statement_timeout = 0;")]
    public async Task Says_what_to_do_where_the_servers_words_do_not(string sql, string remedy)
    {
        var database = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(database, "CREATE TYPE state AS ENUM ('a')");
        using var project = new TestProject(("001_a.sql", sql));

        var failed = Assert.Single(await project.RunAsync(database));

        Assert.Contains(remedy, failed.Error!.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_no_password_of_a_statement_that_fails()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("001_a.sql", "ALTER ROLE nobody_of_that_name LOGIN PASSWORD 'canary-5b1'"));

        var failed = Assert.Single(await project.RunAsync(database));

        Assert.Equal("ALTER ROLE nobody_of_that_name LOGIN PASSWORD '**********'", failed.Statement);
        Assert.DoesNotContain("canary", $"{failed} {failed.Error}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT 'a;\n", "ScriptTruncated", "001_a.sql, line 2: the string that begins here does not end.")]
    [InlineData("SELECT (1;\n", "ScriptTruncated", "001_a.sql, line 2: the statement that begins here does not end.")]
    [InlineData("\\i other.sql\n", "ScriptNotUnderstood", "001_a.sql, line 2: \\i is a command of psql's own.")]
    [InlineData("SELECT 1 \\gset\n", "ScriptNotUnderstood", "001_a.sql, line 2: the command \\gset stands within a statement.")]
    [InlineData("COPY a FROM stdin", "ScriptNotUnderstood", "001_a.sql, line 2: no rows follow COPY … FROM stdin.")]
    [InlineData("COPY a FROM stdin;\n1\n", "ScriptTruncated", "001_a.sql, line 2: the rows of the COPY that ends here are not ended by a line with \\..")]
    [InlineData("COPY (SELECT 1) TO STDOUT", "ScriptNotUnderstood", "001_a.sql, line 2: COPY … TO stdout gives its rows to nobody here.")]
    public async Task What_can_not_be_understood_is_refused_before_any_file_is_run(string sql, string id, string message)
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("000_z.sql", "CREATE TABLE z ()"), ("001_a.sql", "\n" + sql));

        var error = await project.RefusedAsync(database);

        Assert.Equal((id, message), (error.ErrorId, error.Message));
        Assert.Null(await Sql.ScalarAsync<string>(database, "SELECT to_regclass('z')::text"));
    }

    [Fact]
    public async Task A_file_in_another_character_set_is_refused_with_its_line()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject();
        await File.WriteAllBytesAsync(Path.Combine(project.Migrations, "001_a.sql"), [.. "SELECT 1;\n-- \u00e9\n"u8, 0xE9, (byte)'\n'], TestContext.Current.CancellationToken);

        var error = await project.RefusedAsync(database);

        Assert.Equal(("ScriptEncodingUnknown", "001_a.sql, line 3: the text is not UTF-8."), (error.ErrorId, error.Message));
    }
}
