using Xunit;

namespace PgMigrate.Engine.Tests;

public sealed class SqlScriptTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t\f\v ")]
    [InlineData(";;  ; -- nothing\n /* ; /* ; */ ; */ ;")]
    [InlineData("\uFEFF -- a byte order mark")]
    public void Finds_no_statement_where_there_is_none(string text) => Assert.Empty(SqlScript.Split(text));

    /// <summary>Each ¶ stands for a semicolon that ends a statement.</summary>
    [Theory]
    [InlineData("SELECT 1¶SELECT 2")]
    [InlineData("SELECT 1¶¶ ¶SELECT 2¶")]
    [InlineData("SELECT ';'¶SELECT ''''¶SELECT 'a;''b;'¶SELECT '\n;\n'")]
    [InlineData(@"SELECT '\'¶SELECT E'\';'¶SELECT e'\\'¶SELECT E'\\\'; ''; x'¶SELECT E'a'';'¶SELECT E'\';''\';'")]
    [InlineData("SELECT E'a' -- '; no end\n  '\\';b'¶SELECT 2")]
    [InlineData("SELECT E'a'\n\n'\\';b'\r\n'\\';'¶SELECT 2")]
    [InlineData("SELECT E'a' '\\'¶SELECT E'a' /* \n */ '\\'¶SELECT E'a' \n /* */ '\\'¶SELECT 'a'\n'\\'¶SELECT 2")]
    [InlineData(@"SELECT re'\'¶SELECT U&'\'¶SELECT B'0'¶SELECT x'A;'¶SELECT N';\'¶SELECT 2")]
    [InlineData("SELECT U&'d!0061;' UESCAPE '!'¶SELECT U&\"d;\" UESCAPE ';'")]
    [InlineData("SELECT \";\"¶SELECT \"a\"\";b\"¶SELECT \"it's\"¶SELECT '\"'¶SELECT \"\\\"")]
    [InlineData("SELECT $$;$$¶SELECT $a$;$$;$b$;$a $a$¶SELECT $Ünï_1$;$Ünï_1$¶SELECT $A$;$a$;$A$")]
    [InlineData("SELECT $a$ $junk$a$¶SELECT 2")]
    [InlineData("SELECT a$b$¶SELECT c$b$¶SELECT $1¶SELECT $1$$;$$¶SELECT $1a$¶SELECT é$x$¶SELECT é$x$")]
    [InlineData("SELECT 1 -- ; ' \" $$ /* \n + 2¶SELECT 1 --¶\r + 2")]
    [InlineData("SELECT 1 +/* ; /* ; '*/ */ 2¶SELECT 1 */ 3¶SELECT /*/**/*/ 4¶SELECT 4 /****/ + 5¶SELECT @--;\n 6")]
    [InlineData("CREATE RULE r AS ON INSERT TO t DO (INSERT INTO a VALUES (1); DELETE FROM b;)¶SELECT 2")]
    [InlineData("SELECT a)¶SELECT (b ; (c); d)¶SELECT e")]
    [InlineData("SELECT a[1:2], b::text, c OPERATOR(pg_catalog.@-) d, e<@f, x%y, :v, @p, #g, ?h, \\i¶SELECT 2")]
    [InlineData("BEGIN¶CREATE TABLE begin (atomic int)¶END¶SELECT 1")]
    [InlineData("BEGIN ATOMIC¶SELECT CASE¶END¶CREATE VIEW v AS SELECT begin atomic FROM t¶SELECT 1")]
    [InlineData("CREATE PROCEDURE p() LANGUAGE plpgsql AS $x$ BEGIN PERFORM 1; END; $x$¶CREATE FUNCTION f() RETURNS int AS 'SELECT 1;'¶SELECT 1")]
    [InlineData("CREATE FUNCTION begin(atomic int DEFAULT (1)) RETURNS int RETURN 1¶CREATE FUNCTION begin.atomic() RETURNS begin RETURN 2¶SELECT 1")]
    [InlineData("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END¶SELECT 3")]
    [InlineData("create or replace procedure f() Begin\n--\nAtomic end¶SELECT 3")]
    [InlineData("CREATE PROCEDURE f(a int) BEGIN ATOMIC INSERT INTO t VALUES (CASE a WHEN 1 THEN 2 END); DELETE FROM t; END¶SELECT 3")]
    [InlineData("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN CASE WHEN a THEN b END THEN 1. END; SELECT 1.END; SELECT 2; END¶SELECT 3")]
    [InlineData("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS end; SELECT t.case, \"end\" , 1 AS case FROM t; SELECT 1 end; END¶SELECT 3")]
    [InlineData("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 case; SELECT CASE WHEN a THEN b END case; SELECT 2; END¶SELECT 3")]
    [InlineData("CREATE /* or */ FUNCTION f() RETURNS TABLE (begin int) SET a TO 'b' BEGIN ATOMIC SELECT 'END;' /* END; */; END¶SELECT 3")]
    public void Splits_at_the_semicolons_that_end_statements(string marked)
    {
        var expected = marked.Split('¶', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        var actual = SqlScript.Split(marked.Replace('¶', ';')).Select(statement => statement.Text);

        // "1 --¶" is within a comment.
        Assert.Equal(marked.Contains("--¶", StringComparison.Ordinal) ? [expected[0], "SELECT 1 --;\r + 2"] : expected, actual);
    }

    [Fact]
    public void Leaves_out_the_comments_around_a_statement_and_tells_where_it_begins()
    {
        const string Text = "-- first\r\n\r\n  SELECT 1 -- one\r\n+ 2 -- more\n; /* a\nb */ SELECT '\n'; SELECT 3";

        var statements = SqlScript.Split(Text);

        Assert.Equal(
            [new("SELECT 1 -- one\r\n+ 2", Text.IndexOf("SELECT 1", StringComparison.Ordinal), 3), new("SELECT '\n'", Text.IndexOf("SELECT '", StringComparison.Ordinal), 6),
                new SqlStatement("SELECT 3", Text.IndexOf("SELECT 3", StringComparison.Ordinal), 7)],
            statements);
    }

    [Fact]
    public void Tells_the_line_of_the_servers_position_which_counts_characters()
    {
        var statement = SqlScript.Split("SELECT 1;\n\nSELECT '😀😀',\n  wrong")[1];

        Assert.Equal([3, 3, 4, 3], [statement.LineAt(0), statement.LineAt(13), statement.LineAt(17), statement.LineAt(1)]);
    }

    [Theory]
    [InlineData("SELECT 1;\nSELECT 'a;", "string", 2)]
    [InlineData("SELECT 'a''", "string", 1)]
    [InlineData("SELECT E'a\\'", "string", 1)]
    [InlineData("SELECT E'a\\", "string", 1)]
    [InlineData("SELECT E'a'\n'b\\'", "string", 1)]
    [InlineData("SELECT\n\n\"a'", "quoted name", 3)]
    [InlineData("SELECT $a$ $$ $A$ $a", "dollar-quoted string", 1)]
    [InlineData("\n/* /* */ ", "comment", 2)]
    [InlineData("SELECT 1 /*/", "comment", 1)]
    public void Refuses_a_text_that_ends_within_quotes(string text, string what, int line)
    {
        var error = Assert.Throws<MigrationException>(() => SqlScript.Split(text));

        Assert.Equal(("UnterminatedQuote", $"The {what} that begins in line {line} does not end."), (error.ErrorId, error.Message));
    }
}
