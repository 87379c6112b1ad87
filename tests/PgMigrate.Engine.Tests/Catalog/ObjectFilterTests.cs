using PgMigrate.Engine.Catalog;
using Xunit;

namespace PgMigrate.Engine.Tests.Catalog;

public sealed class ObjectFilterTests
{
    [Theory]
    [InlineData("orders", "public.orders", true)]
    [InlineData("orders", "sales.orders", true)]
    [InlineData("ORDERS", "public.orders", true)]
    [InlineData("orders", "public.Orders", true)]
    [InlineData("order", "public.orders", false)]
    [InlineData("rders", "public.orders", false)]
    [InlineData("sales.orders", "public.orders", false)]
    [InlineData("Sales.Orders", "sales.orders", true)]
    [InlineData("*", "public.orders", true)]
    [InlineData("ord*", "public.orders", true)]
    [InlineData("*.orders", "sales.orders", true)]
    [InlineData("s*.o?ders", "sales.orders", true)]
    [InlineData("[a-p]rders", "public.orders", true)]
    [InlineData("[pqr]rders", "public.orders", false)]
    [InlineData("[a-]rders", "public.-rders", true)]
    [InlineData("[^]rders", "public.orders", false)]
    [InlineData("\"Orders\"", "public.Orders", true)]
    [InlineData("\"Orders\"", "public.orders", false)]
    [InlineData("public.\"Orders\"", "public.Orders", true)]
    [InlineData("\"a.b\"", "public.a.b", true)]
    [InlineData("public.a.b", "public.a.b", true)]
    [InlineData("\"or*\"", "public.orders", false)]
    [InlineData("\"or*\"", "public.or*", true)]
    [InlineData("or`*", "public.or*", true)]
    [InlineData("or`*", "public.orders", false)]
    [InlineData("\"say \"\"hi\"\"\"", "public.say \"hi\"", true)]
    [InlineData("größe*", "public.GRÖSSE", false)]
    [InlineData("grö*", "public.GRÖSSE", true)]
    [InlineData("a+b(c", "public.a+b(c", true)]
    [InlineData("two*", "public.two\nlines", true)]
    public void Matches_names_as_a_person_writes_them(string pattern, string name, bool expected)
        => Assert.Equal(expected, Tables(pattern).Includes(Name(name)));

    [Fact]
    public void Excludes_whatever_includes()
    {
        var filter = new ObjectFilter(new() { Tables = ["o*"], ExcludeTables = ["*_old"], ExcludeSchemas = ["audit"] });

        Assert.True(filter.Includes(Name("public.orders")));
        Assert.False(filter.Includes(Name("public.orders_old")));
        Assert.False(filter.Includes(Name("audit.orders")));
        Assert.False(filter.Includes(Name("public.lines")));
    }

    [Fact]
    public void Reports_the_patterns_that_match_nothing()
    {
        var filter = new ObjectFilter(new() { Tables = ["orders", "lines", "ordrs", "audit.*"], ExcludeTables = ["temp*"], Schemas = ["public", "nope"], ExcludeSchemas = ["audit"] });

        Assert.Equal(["nope", "ordrs", "audit.*", "temp*"], filter.FindUnmatched([Name("public.orders"), Name("public.lines"), Name("audit.log")]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("public.")]
    [InlineData(".orders")]
    [InlineData("\"orders")]
    [InlineData("ord[ers")]
    [InlineData("ord[]ers")]
    [InlineData("[z-a]")]
    public void Refuses_a_pattern_that_means_nothing(string pattern)
    {
        var exception = Assert.Throws<MigrationException>(() => Tables(pattern));

        Assert.Equal("ObjectPatternInvalid", exception.ErrorId);
        Assert.Equal(pattern, exception.Subject);
    }

    [Fact]
    public void Tells_a_name_from_a_wildcard()
    {
        Assert.True(Tables("public.orders").Names(Name("public.orders")));
        Assert.True(Tables("\"or*\"").Names(Name("public.or*")));
        Assert.False(Tables("orde?s").Names(Name("public.orders")));
    }

    private static ObjectFilter Tables(string pattern) => new(new TableSelection { Tables = [pattern] });

    private static QualifiedName Name(string text) => new(text[..text.IndexOf('.', StringComparison.Ordinal)], text[(text.IndexOf('.', StringComparison.Ordinal) + 1)..]);
}
