using PgMigrate.Engine.Connections;
using Xunit;

namespace PgMigrate.Engine.Tests.Connections;

public sealed class DotenvFileTests
{
    [Theory]
    [InlineData("A=postgres://h/d", "postgres://h/d")]
    [InlineData("\uFEFFexport A = postgres://h/d \r\nB=2\r\n", "postgres://h/d")]
    [InlineData("A: x", "x")]
    [InlineData("A=one\nA=two", "two")]
    [InlineData("#A=one\n  # A=two\nA=three", "three")]
    [InlineData("A=x # comment", "x")]
    [InlineData("A=x#y", "x#y")]
    [InlineData("A='x # y' # comment", "x # y")]
    [InlineData(@"A='it\'s'", "it's")]
    [InlineData(@"A=""a\""b\\c\$d""", @"a""b\c$d")]
    [InlineData("A=`a'b\"c`", "a'b\"c")]
    [InlineData("A=\"one\ntwo\"\nB=1", "one\ntwo")]
    [InlineData("A=a$b", "a$b")]
    [InlineData("HOST=h\nA=postgres://${HOST}/${NAME_UNSET:-d}", "postgres://h/d")]
    [InlineData("HOST=h\nA='${HOST}'", "${HOST}")]
    [InlineData("A=", "")]
    [InlineData("AA=1", null)]
    [InlineData("", null)]
    public void Reads_what_the_grammars_agree_on(string text, string? value) => Assert.Equal(value, DotenvFile.Read(text, "A"));
}
