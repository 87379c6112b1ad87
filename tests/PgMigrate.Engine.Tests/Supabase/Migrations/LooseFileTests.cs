using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Supabase;

/// <summary>Files with statements that refuse to run in a transaction.</summary>
public sealed class LooseFileTests(TestServers servers)
{
    [Fact]
    public async Task A_file_with_such_a_statement_runs_without_a_transaction_is_recorded_last_and_says_so()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("001_a.sql", "CREATE TABLE a (v int);\n\nCREATE UNIQUE INDEX CONCURRENTLY i ON a (v);\nVACUUM a;\nREINDEX (VERBOSE, CONCURRENTLY) INDEX i;\nDROP INDEX CONCURRENTLY i;"));

        var result = Assert.Single(await project.SucceedAsync(database));

        Assert.Equal((false, 5), (result.RanInTransaction, result.StatementsApplied));
        Assert.Contains(
            "001_a.sql runs without a transaction, because of line 3: CREATE INDEX CONCURRENTLY: should it fail, what it did before stays.", project.Observer.Warnings);
        Assert.Equal(["001_a: Applied"], await project.StatesAsync(database));
    }

    [Fact]
    public async Task Its_failure_says_what_stays()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("001_a.sql", "CREATE TABLE a AS SELECT 1 AS v FROM generate_series(1, 2);\nVACUUM a;\nCREATE UNIQUE INDEX CONCURRENTLY i ON a (v);\nSELECT 1;"), ("002_b.sql", "SELECT 1"));

        var results = await project.RunAsync(database);

        Assert.Equal(("23505", 3, 2), (results[0].SqlState, results[0].Line, results[0].StatementsApplied));
        Assert.EndsWith(
            "\nOf 001_a.sql, which runs without a transaction, 2 of 4 statements were applied and stay, up to line 2. Not run: 002_b.sql.", results[0].ErrorMessage, StringComparison.Ordinal);
        Assert.EndsWith("The index that failed is there and not valid: drop it first.", results[0].Error!.Remedy, StringComparison.Ordinal);
        Assert.Equal(["001_a: Pending", "002_b: Pending"], await project.StatesAsync(database));
    }

    [Fact]
    public async Task A_file_that_is_one_transaction_of_its_own_is_the_runners_and_is_recorded_in_it()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("001_a.sql", "-- x\nBEGIN ISOLATION LEVEL SERIALIZABLE;\nCREATE TABLE a AS SELECT current_setting('transaction_isolation') AS v;\nSAVEPOINT s;\nROLLBACK TO s;\nRELEASE s;\nCOMMIT;\n-- end"));

        var result = Assert.Single(await project.SucceedAsync(database));

        Assert.True(result.RanInTransaction);
        Assert.Empty(project.Observer.Warnings);
        Assert.Equal("serializable", await Sql.ScalarAsync<string>(database, "SELECT v FROM a"));
        Assert.True(await Sql.ScalarAsync<bool>(
            database, "SELECT m.xmin = c.xmin FROM supabase_migrations.schema_migrations m, pg_class c WHERE c.oid = 'a'::regclass"));
        Assert.StartsWith("001|a|{\"-- x\nBEGIN ISOLATION LEVEL", await TestProject.HistoryAsync(database), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_several_transactions_keeps_those_that_it_committed()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("001_a.sql", "BEGIN;\nCREATE TABLE a ();\nCOMMIT;\nBEGIN;\nCREATE TABLE b ();\nSELECT 1/0;\nCOMMIT;"));

        var failed = Assert.Single(await project.RunAsync(database));
        Assert.Equal(("22012", 6, 3, false), (failed.SqlState, failed.Line, failed.StatementsApplied, failed.RanInTransaction));
        Assert.Equal("a", await Sql.ScalarAsync<string>(database, "SELECT concat(to_regclass('a'), to_regclass('b'))"));
        project.Write("001_a.sql", "BEGIN;\nCREATE TABLE b ();\nCOMMIT;\nBEGIN;\nCREATE TABLE c ();\n");
        failed = Assert.Single(await project.RunAsync(database));

        Assert.Contains("the file begins a transaction that it does not end", failed.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("ab", await Sql.ScalarAsync<string>(database, "SELECT concat(to_regclass('a'), to_regclass('b'), to_regclass('c'))"));
    }

    [Theory]
    [InlineData("CREATE TABLE p (v int) PARTITION BY RANGE (v); CREATE INDEX i ON p (v); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (2); REINDEX INDEX i")]
    [InlineData("CREATE TABLE p (v int); CREATE PROCEDURE work() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO p VALUES (1); COMMIT; END $$; CALL work()")]
    public async Task What_only_the_server_knows_to_refuse_a_transaction_is_run_again_without_one(string sql)
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("001_a.sql", sql));

        var result = Assert.Single(await project.SucceedAsync(database));

        Assert.False(result.RanInTransaction);
        Assert.Contains("001_a.sql runs again without a transaction, because line 1 refuses to run in one: should it fail, what it did before stays.", project.Observer.Warnings);
        Assert.Equal(["001_a: Applied"], await project.StatesAsync(database));
    }
}
