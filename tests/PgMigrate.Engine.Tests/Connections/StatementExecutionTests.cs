using Npgsql;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Connections;

public sealed class StatementExecutionTests(TestServers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_a_script_whose_statements_hold_semicolons_names_of_parameters_and_later_objects()
    {
        var endpoint = await servers.CreateDatabaseAsync();

        var changed = await Sql.ExecuteAsync(
            endpoint,
            """
            CREATE SCHEMA app; SET search_path = app;
            CREATE TABLE t (a int, "@b :c ;" text DEFAULT $_$;$_$);
            INSERT INTO t VALUES (1, E'it\'s; @b'), (2, DEFAULT);
            SELECT count(*), @ -1 FROM t;
            CREATE FUNCTION add_one(n int) RETURNS int BEGIN ATOMIC
                INSERT INTO t (a) VALUES (n); -- ;
                SELECT CASE WHEN n > 0 THEN 1 ELSE 2 END AS end;
            END;
            CREATE RULE r AS ON DELETE TO t DO ALSO (INSERT INTO t (a) VALUES (7); INSERT INTO t (a) VALUES (8));
            DELETE FROM t WHERE a = 1;
            """);

        Assert.Equal(3, changed);
        Assert.Equal(1, await Sql.ScalarAsync<int>(endpoint, "SELECT app.add_one(3)"));
        Assert.Equal("2,3,7,8", await Sql.ScalarAsync<string>(endpoint, "SELECT string_agg(a::text, ',' ORDER BY a) FROM app.t"));
    }

    [Fact]
    public async Task Tells_which_statement_the_server_refused_and_undoes_those_before_it()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await using var connection = await Sql.OpenAsync(endpoint);

        var error = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteScriptAsync(
            "CREATE TABLE t (a int);\nSELECT 1;\n\nINSERT INTO t\nSELECT wrong;\nSELECT 2", Cancellation));

        Assert.Equal(PostgresErrorCodes.UndefinedColumn, error.SqlState);
        var statement = error.FailedStatement();
        Assert.Equal("INSERT INTO t\nSELECT wrong", statement?.Text);
        Assert.Equal((4, 5), (statement?.Line, statement?.LineAt(error.Position)));
        Assert.Null(await Sql.ScalarAsync<string>(endpoint, "SELECT to_regclass('t')::text"));
        Assert.Equal(0, await connection.ExecuteScriptAsync("-- the connection is sound", Cancellation));
        Assert.Equal(-1, await connection.ExecuteScriptAsync("CREATE TABLE t (a int)", Cancellation));
    }

    [Fact]
    public async Task Blames_no_statement_for_what_the_commit_refuses()
    {
        await using var connection = await Sql.OpenAsync(await servers.CreateDatabaseAsync());

        var error = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteScriptAsync(
            "CREATE TABLE t (a int PRIMARY KEY, b int REFERENCES t DEFERRABLE INITIALLY DEFERRED); INSERT INTO t VALUES (1, 2)", Cancellation));

        Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, error.SqlState);
        Assert.Null(error.FailedStatement());
    }

    [Fact]
    public async Task Runs_alone_what_refuses_to_run_in_a_transaction()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, "CREATE TABLE t (a int)");
        await using var connection = await Sql.OpenAsync(endpoint);

        await connection.ExecuteScriptAsync("CREATE INDEX CONCURRENTLY i ON t (a);", Cancellation);
        await connection.ExecuteScriptAsync("VACUUM t; -- done", Cancellation);

        var error = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteScriptAsync("SELECT 1; VACUUM t", Cancellation));
        Assert.Equal(("25001", "VACUUM t"), (error.SqlState, error.FailedStatement()?.Text));
    }
}
