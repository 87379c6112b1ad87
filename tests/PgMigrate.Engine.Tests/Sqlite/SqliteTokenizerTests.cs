using PgMigrate.Engine.Sqlite;
using Xunit;

namespace PgMigrate.Engine.Tests.Sqlite;

public sealed class SqliteTokenizerTests
{
    [Theory]
    [InlineData("a1$ _b é", "Word:a1$ Word:_b Word:é")]
    [InlineData("\"a\"\"b\" `c``d` [e f] 'g''h'", "DoubleQuoted:a\"b QuotedName:c`d QuotedName:e f String:g'h")]
    [InlineData("x'0aFF' X'' x", "Blob:0aFF Blob: Word:x")]
    [InlineData("1 1.5 .5 5. 1e3 1E-3 0x1F 1_000", "Integer:1 Real:1.5 Real:.5 Real:5. Real:1e3 Real:1E-3 Integer:0x1F Integer:1000")]
    [InlineData("a->>b->c||d<>e!=f==g<=h>=i<<j>>k", "Word:a Operator:->> Word:b Operator:-> Word:c Operator:|| Word:d Operator:<> Word:e Operator:!= Word:f Operator:== Word:g Operator:<= Word:h Operator:>= Word:i Operator:<< Word:j Operator:>> Word:k")]
    [InlineData("a -- b\n, /* c * */ d /* never closed", "Word:a Operator:, Word:d")]
    [InlineData("?1 :name @p", "Parameter:?1 Parameter::name Parameter:@p")]
    [InlineData("", "")]
    public void Cuts_SQL_into_tokens(string sql, string expected)
    {
        var tokens = SqliteTokenizer.Tokenize(sql).Where(token => token.Kind != SqliteTokenKind.End).Select(token => $"{token.Kind}:{token.Text}");

        Assert.Equal(expected, string.Join(' ', tokens));
    }

    [Theory]
    [InlineData("'open")]
    [InlineData("\"open")]
    [InlineData("[open")]
    [InlineData("a ! b")]
    [InlineData("a \0")]
    public void Refuses_what_is_not_SQL(string sql) => Assert.Throws<SqliteSyntaxException>(() => SqliteTokenizer.Tokenize(sql));
}
