using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Toc;

public sealed class DependencyOrderTests
{
    [Fact]
    public void Keeps_the_preferred_order_where_nothing_depends()
        => Assert.Equal("a b c", Sort("a", "b", "c"));

    [Fact]
    public void Moves_forward_only_what_is_needed_earlier()
        => Assert.Equal("a d b c", Sort("a", "b>d", "c", "d"));

    [Fact]
    public void Ignores_dependencies_on_what_is_not_there()
        => Assert.Equal("a b", Sort("a>gone", "b"));

    [Fact]
    public void Shows_each_loop_from_its_first_item_and_sorts_when_it_is_broken()
    {
        var loops = new List<string>();

        var order = Sort(["a>c", "b>a", "c>b", "d>e", "e>d", "f>a"], loops);

        Assert.Equal(["a c b", "d e"], loops);
        Assert.Equal("b c a e d f", order);
    }

    [Fact]
    public void Shows_the_shortest_loop_of_a_knot_first()
    {
        var loops = new List<string>();

        Sort(["a>b,c", "b>c", "c>a"], loops);

        Assert.Equal(["a c"], loops);
    }

    [Fact]
    public void Breaks_a_thing_that_depends_on_itself()
    {
        var loops = new List<string>();

        Assert.Equal("a", Sort(["a>a"], loops));
        Assert.Equal(["a"], loops);
    }

    [Fact]
    public void Refuses_a_repair_that_repairs_nothing()
    {
        var (items, edges) = Parse(["a>b", "b>a"]);

        var failure = Assert.Throws<InvalidOperationException>(() => DependencyOrder.Sort(() => items, item => edges[item], _ => { }));

        Assert.Contains("a -> b", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gives_an_order_that_respects_every_edge_of_random_graphs()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var count = random.Next(1, 40);
            var items = Enumerable.Range(0, count).Select(index => $"n{index}").ToList();
            var edges = items.ToDictionary(item => item, _ => new List<string>());
            for (var edge = 0; edge < count * 2; edge++) edges[items[random.Next(count)]].Add(items[random.Next(count)]);

            var order = DependencyOrder.Sort(() => items, item => edges[item], loop => edges[loop[^1]].RemoveAll(other => other == loop[0]));

            var places = order.Select((item, index) => (item, index)).ToDictionary(pair => pair.item, pair => pair.index);
            Assert.Equal(count, places.Count);
            Assert.All(edges, edge => Assert.All(edge.Value, other => Assert.True(places[other] < places[edge.Key])));
        }
    }

    private static string Sort(params string[] lines) => Sort(lines, []);

    /// <summary>Breaks every loop where its last item depends on its first.</summary>
    private static string Sort(string[] lines, List<string> loops)
    {
        var (items, edges) = Parse(lines);
        var order = DependencyOrder.Sort(() => items, item => edges[item], loop =>
        {
            loops.Add(string.Join(' ', loop));
            edges[loop[^1]].Remove(loop[0]);
        });
        return string.Join(' ', order);
    }

    private static (List<string> Items, Dictionary<string, List<string>> Edges) Parse(string[] lines)
    {
        var names = lines.Select(line => line.Split('>')[0]).ToDictionary(name => name);
        var edges = lines.ToDictionary(
            line => line.Split('>')[0],
            line => line.Split('>').Skip(1).SelectMany(list => list.Split(',')).Select(name => names.GetValueOrDefault(name, name)).ToList());
        return ([.. names.Values], edges);
    }
}
