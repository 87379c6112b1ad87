using System.Text;
using PgMigrate.Engine.Supabase;
using Xunit;

namespace PgMigrate.Engine.Tests.Supabase;

public sealed class MigrationScriptTests
{
    [Fact]
    public void Records_each_statement_as_the_CLI_does_with_the_comments_before_it()
    {
        var script = Parse("-- one\n\ncreate table a (); -- two\n/* three */\nSELECT 1 -- four\n;;\n ; select 2\n-- five\n");

        Assert.Equal(["-- one\n\ncreate table a ()", "-- two\n/* three */\nSELECT 1 -- four", "select 2\n-- five"], script.Recorded);
        Assert.Equal(["create table a ()", "SELECT 1", "select 2"], script.Statements.Select(statement => statement.Text));
        Assert.Equal([3, 5, 7], script.Statements.Select(statement => statement.Line));
    }

    [Fact]
    public void Leaves_psqls_lines_out_of_what_is_run_and_recorded()
    {
        var script = Parse("\uFEFF-- dumped\n\\restrict Ab1\n\nSET x = 1;\n\\set ON_ERROR_STOP on\n\\echo done; really\nSELECT E'\\\\restrict';\n\\unrestrict Ab1\n");

        Assert.Equal(["-- dumped\n\n\nSET x = 1", "SELECT E'\\\\restrict'"], script.Recorded);
        Assert.Equal([4, 7], script.Statements.Select(statement => statement.Line));
    }

    [Theory]
    [InlineData("\\set name 'x'\n")]
    [InlineData("\\if true\n")]
    [InlineData("\\copy t from 'x'\n")]
    [InlineData("\\connect other\n")]
    [InlineData("\\.\n")]
    public void Refuses_psqls_commands_that_mean_something(string text)
    {
        var error = Assert.Throws<MigrationException>(() => Parse("SELECT 1;\n" + text));

        Assert.Equal("ScriptNotUnderstood", error.ErrorId);
        Assert.StartsWith("x.sql, line 2: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_the_rows_of_COPY_with_their_statement()
    {
        var script = Parse("COPY a (v) FROM stdin;\r\n;'\r\n\\\\.\r\n\\.\r\nSELECT 1;\r\nCOPY b FROM STDIN WITH (FORMAT csv);\r\n\\.\r\n");

        Assert.Equal([";'\r\n\\\\.\r\n", null, ""], script.Statements.Select(statement => statement.Rows is { } rows ? Encoding.UTF8.GetString(rows.Span) : null));
        Assert.Equal([2, 0, 0], script.Statements.Select(statement => statement.RowCount));
        Assert.Equal([1, 5, 6], script.Statements.Select(statement => statement.Line));
        Assert.Equal(script.Statements.Select(statement => statement.Text), Parse(string.Concat(script.Recorded.Select(recorded => recorded + ";\n"))).Statements.Select(statement => statement.Text));
    }

    [Fact]
    public void Follows_the_script_where_it_makes_backslashes_escapes()
    {
        var script = Parse("SET standard_conforming_strings = off;\nSELECT 'a\\';b';\nSET standard_conforming_strings = on;\nSELECT 'a\\';\nSELECT 2");

        Assert.Equal(5, script.Statements.Count);
        Assert.Equal("SELECT  E'a\\';b'", script.Statements[1].Text);
        Assert.Equal("SELECT 'a\\';b'", script.Recorded[1]);
    }

    [Theory]
    [InlineData("BEGIN; SELECT 1; COMMIT", null)]
    [InlineData("begin transaction read write; SELECT 1; end work", null)]
    [InlineData("START TRANSACTION; SAVEPOINT a; ROLLBACK TO SAVEPOINT a; RELEASE a; COMMIT AND NO CHAIN", null)]
    [InlineData("SELECT 1; BEGIN; SELECT 1; COMMIT", "line 1: BEGIN")]
    [InlineData("BEGIN; SELECT 1; COMMIT; BEGIN; SELECT 2; COMMIT", "line 1: BEGIN")]
    [InlineData("BEGIN; SELECT 1; ROLLBACK", "line 1: BEGIN")]
    [InlineData("BEGIN; SELECT 1; COMMIT AND CHAIN", "line 1: BEGIN")]
    [InlineData("SELECT 1;\nSTART TRANSACTION; PREPARE TRANSACTION 'x'", "line 2: START TRANSACTION")]
    [InlineData("BEGIN; SELECT 1;\nVACUUM; COMMIT", "line 2: VACUUM")]
    [InlineData("COMMENT ON TABLE a IS 'COMMIT'; SELECT 1 AS begin; CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END", null)]
    public void Knows_whether_the_files_own_transactions_are_in_the_way(string text, string? obstacle)
        => Assert.Equal(obstacle, Parse(text).Obstacle?.ToString());

    [Fact]
    public void An_empty_file_is_a_migration_of_no_statement()
    {
        Assert.Empty(Parse("").Statements);
        Assert.Equal(["-- nothing yet"], Parse("-- nothing yet\n").Recorded);
    }

    [Theory]
    [InlineData("ALTER ROLE a PASSWORD 'ab''c'", "ALTER ROLE a PASSWORD '*****'")]
    [InlineData("alter role a password E'ab\\'c' VALID UNTIL 'x'", "alter role a password E'*****' VALID UNTIL 'x'")]
    [InlineData("CREATE USER MAPPING FOR a SERVER s OPTIONS (user 'u', \"password\" 'p')", "CREATE USER MAPPING FOR a SERVER s OPTIONS (user 'u', \"password\" '*')")]
    [InlineData("UPDATE users SET password = 'p', name = 'n'", "UPDATE users SET password = '*', name = 'n'")]
    [InlineData("ALTER ROLE a PASSWORD $$p$$", "ALTER ROLE a PASSWORD $***$")]
    [InlineData("SELECT password FROM t WHERE a = 'b'", "SELECT password FROM t WHERE a = 'b'")]
    public void Masks_passwords_where_statements_are_shown(string statement, string shown) => Assert.Equal(shown, MaskedStatement.Of(statement));

    [Theory]
    [InlineData("SELECT 1", 0, "    SELECT 1")]
    [InlineData("SELECT x", 8, "    SELECT x\n           ^")]
    [InlineData("SELECT '😀', x\r\nFROM t", 13, "    SELECT '😀', x\n                ^")]
    [InlineData("SELECT\n\t1,\n\tx\n", 13, "    \tx\n    \t^")]
    [InlineData("SELECT", 7, "    SELECT\n          ^")]
    public void Shows_the_place_of_an_error_with_a_caret(string statement, int position, string excerpt) => Assert.Equal(excerpt, SqlExcerpt.At(statement, position));

    [Fact]
    public void Shows_of_a_long_line_what_is_around_the_place()
    {
        var lines = SqlExcerpt.At("SELECT " + new string('x', 1000) + " wrong " + new string('y', 1000), 1009).Split('\n');

        Assert.All(lines, line => Assert.InRange(line.Length, 1, 170));
        Assert.Equal("wrong", lines[0].Substring(lines[1].IndexOf('^', StringComparison.Ordinal), 5));
    }

    private static MigrationScript Parse(string text) => MigrationScript.Parse(Encoding.UTF8.GetBytes(text), "x.sql");
}
