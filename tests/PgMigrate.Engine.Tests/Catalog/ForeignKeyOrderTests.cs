using System.Globalization;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Catalog;

public sealed class ForeignKeyOrderTests(TestServers servers)
{
    [Fact]
    public void Puts_a_table_after_all_that_it_refers_to()
    {
        var order = Order("line>invoice", "line>product", "invoice>customer", "product>");

        Assert.Equal(["customer 0", "product 0", "invoice 1", "line 2"], order.Tables.Select(table => $"{table.Name} {order.PlaceOf(table)}"));
        Assert.Empty(order.Cycles);
    }

    [Fact]
    public void Names_the_foreign_keys_of_a_cycle_and_gives_its_tables_one_place()
    {
        var order = Order("a>b", "b>c", "c>a", "c>root", "leaf>a");

        Assert.Equal(["root 0", "a 1", "b 1", "c 1", "leaf 2"], order.Tables.Select(table => $"{table.Name} {order.PlaceOf(table)}"));
        Assert.Equal("s.a -> s.b (a>b), s.b -> s.c (b>c), s.c -> s.a (c>a)", Assert.Single(order.Cycles).ToString());
        Assert.True(order.IsInCycle(new("s", "b")));
        Assert.False(order.IsInCycle(new("s", "leaf")));
    }

    [Fact]
    public void Tells_two_cycles_apart()
    {
        var order = Order("a>b", "b>a", "c>d", "d>c", "c>a");

        Assert.Equal(["s.a s.b", "s.c s.d"], order.Cycles.Select(cycle => string.Join(' ', cycle.Tables)));
        Assert.Equal(1, order.PlaceOf(new("s", "d")));
    }

    [Fact]
    public void Takes_a_self_reference_for_no_cycle()
    {
        var order = Order("tree>tree");

        Assert.Empty(order.Cycles);
        Assert.Equal(0, order.PlaceOf(new("s", "tree")));
        Assert.True(order.RefersToItself(new("s", "tree")));
    }

    [Fact]
    public void Ignores_references_to_tables_that_are_not_there()
    {
        var order = ForeignKeyOrder.Of([new QualifiedName("s", "a")], [new ForeignKeyReference(new("s", "a"), new("s", "gone"), null)]);

        Assert.Equal(0, order.PlaceOf(new("s", "a")));
    }

    [Fact]
    public void Follows_a_chain_of_a_hundred_thousand_tables()
    {
        const int Length = 100_000;
        var tables = Enumerable.Range(0, Length).Select(n => new QualifiedName("s", n.ToString(CultureInfo.InvariantCulture))).ToList();

        var order = ForeignKeyOrder.Of(tables, Enumerable.Range(1, Length - 1).Select(n => new ForeignKeyReference(tables[n - 1], tables[n], null)));

        Assert.Equal(Length - 1, order.PlaceOf(tables[0]));
    }

    [Fact]
    public async Task Gives_partitions_the_place_of_their_root()
    {
        var catalog = await CatalogSample.ReadAsync(await CatalogSample.CreateAsync(servers));

        var order = ForeignKeyOrder.Of(catalog.Tables, catalog.ForeignKeys);

        Assert.Equal(
            ["author 0", "book 0", "measurement 0", "measurement_2024_0 0", "review 1", "review_1 1"],
            new[] { "author", "book", "measurement", "measurement_2024_0", "review", "review_1" }.Select(name => $"{name} {order.PlaceOf(new("public", name))}"));
        Assert.Equal(
            "public.author -> public.book (author_favourite), public.book -> public.author (book_author_fkey)",
            Assert.Single(order.Cycles).ToString());
        Assert.True(order.RefersToItself(new("public", "author")));
    }

    /// <summary>Reads references written <c>child&gt;parent</c>; they name themselves.</summary>
    private static ForeignKeyOrder Order(params string[] references)
    {
        var pairs = references.Select(reference => reference.Split('>')).ToList();
        return ForeignKeyOrder.Of(
            pairs.SelectMany(pair => pair).Where(name => name.Length > 0).Select(name => new QualifiedName("s", name)),
            pairs.Where(pair => pair[1].Length > 0).Select(pair => new ForeignKeyReference(new("s", pair[0]), new("s", pair[1]), string.Join('>', pair))));
    }
}
