using System.Text;
using Npgsql;
using PgMigrate.Engine.Supabase;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Supabase;

/// <summary>Whether a statement is run in a transaction is what the server would say.</summary>
public sealed class LoneStatementTests(TestServers servers)
{
    [Theory]
    [InlineData("VACUUM")]
    [InlineData("vacuum (analyze) t")]
    [InlineData("CREATE INDEX CONCURRENTLY ON t (v)")]
    [InlineData("create unique index /* c */ concurrently if not exists i2 on t (v)")]
    [InlineData("CREATE INDEX concurrently_not ON t (v)")]
    [InlineData("DROP INDEX CONCURRENTLY IF EXISTS nothing")]
    [InlineData("DROP INDEX IF EXISTS concurrently_not")]
    [InlineData("REINDEX TABLE CONCURRENTLY t")]
    [InlineData("REINDEX (CONCURRENTLY FALSE) TABLE t")]
    [InlineData("REINDEX (CONCURRENTLY) TABLE t")]
    [InlineData("REINDEX TABLE t")]
    [InlineData("REINDEX SCHEMA public")]
    [InlineData("CLUSTER")]
    [InlineData("CLUSTER VERBOSE")]
    [InlineData("CLUSTER t USING i")]
    [InlineData("ALTER SYSTEM RESET work_mem")]
    [InlineData("CREATE DATABASE lone_test")]
    [InlineData("DROP DATABASE IF EXISTS lone_none")]
    [InlineData("CREATE TABLESPACE lone LOCATION '/nowhere'")]
    [InlineData("DROP TABLESPACE IF EXISTS lone_none")]
    [InlineData("DISCARD ALL")]
    [InlineData("DISCARD TEMP")]
    [InlineData("ALTER TABLE part DETACH PARTITION part_1 CONCURRENTLY")]
    [InlineData("ALTER TABLE part DETACH PARTITION part_1")]
    [InlineData("CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION p WITH (create_slot = true, enabled = false)")]
    [InlineData("ALTER TYPE mood ADD VALUE 'new'")]
    [InlineData("ANALYZE t")]
    [InlineData("LOCK TABLE t")]
    [InlineData("COMMENT ON TABLE t IS 'VACUUM'")]
    public async Task A_statement_is_kept_out_of_transactions_where_the_server_refuses_it_there(string statement)
    {
        var database = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(database, """
            CREATE TABLE t (v int); CREATE INDEX i ON t (v); CREATE TYPE mood AS ENUM ('old');
            CREATE TABLE part (v int) PARTITION BY LIST (v); CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (1)
            """);
        await using var connection = await Sql.OpenAsync(database);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(statement, connection, transaction);
        var refusal = await Record.ExceptionAsync(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));

        var script = MigrationScript.Parse(Encoding.UTF8.GetBytes(statement), "x.sql");

        Assert.True(refusal is null or PostgresException, refusal?.Message);
        Assert.Equal((refusal as PostgresException)?.SqlState == PostgresErrorCodes.ActiveSqlTransaction, script.Obstacle is not null);
    }
}
