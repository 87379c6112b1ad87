namespace PgMigrate.Engine.Toc;

/// <summary>Orders things so that each comes after all that it depends on, and otherwise as near to a preferred order as can be. Pure.</summary>
internal static class DependencyOrder
{
    /// <summary>Orders the items, which come in the order that is preferred.</summary>
    /// <param name="preferred">Gives the items, each once; asked again after each repair, which may have added some.</param>
    /// <param name="dependencies">What an item depends on, as it is now, each once; what is not among the items does not count.</param>
    /// <param name="repair">
    /// Breaks a loop: each of its items depends on the next, the last one on the first. It must take away one of these dependencies, or throw.
    /// </param>
    public static List<T> Sort<T>(Func<IReadOnlyList<T>> preferred, Func<T, IEnumerable<T>> dependencies, Action<IReadOnlyList<T>> repair)
        where T : class
    {
        while (true)
        {
            var graph = new Graph<T>(preferred(), dependencies);
            var order = graph.Order();
            if (order is not null) return order;
            foreach (var loop in graph.Loops()) Repair(loop, dependencies, repair);
        }
    }

    private static void Repair<T>(List<T> loop, Func<T, IEnumerable<T>> dependencies, Action<IReadOnlyList<T>> repair)
        where T : class
    {
        repair(loop);
        if (loop.Zip([.. loop.Skip(1), loop[0]]).All(step => dependencies(step.First).Contains(step.Second)))
        {
            throw new InvalidOperationException($"The loop was not broken: {string.Join(" -> ", loop)}.");
        }
    }

    private sealed class Graph<T>
        where T : class
    {
        private readonly IReadOnlyList<T> items;
        private readonly int[][] dependencies;

        public Graph(IReadOnlyList<T> items, Func<T, IEnumerable<T>> dependenciesOf)
        {
            this.items = items;
            var places = new Dictionary<T, int>(items.Count, ReferenceEqualityComparer.Instance);
            foreach (var item in items) places.Add(item, places.Count);
            dependencies = new int[items.Count][];
            var found = new List<int>();
            for (var item = 0; item < items.Count; item++)
            {
                found.Clear();
                foreach (var other in dependenciesOf(items[item]))
                {
                    if (places.TryGetValue(other, out var place)) found.Add(place);
                }

                dependencies[item] = [.. found];
            }
        }

        /// <summary>
        /// The order; null where there is a loop. It is filled from its end, each place with the last item in preference of which nothing
        /// that is still to be placed depends: so what nothing needs stays where it was preferred, and what is needed moves forward.
        /// </summary>
        public List<T>? Order()
        {
            var dependents = new int[items.Count];
            foreach (var some in dependencies)
            {
                foreach (var dependency in some) dependents[dependency]++;
            }

            var free = new PriorityQueue<int, int>();
            for (var item = 0; item < items.Count; item++) Enqueue(item);

            var order = new List<T>(items.Count);
            while (free.TryDequeue(out var item, out _))
            {
                order.Add(items[item]);
                foreach (var dependency in dependencies[item])
                {
                    dependents[dependency]--;
                    Enqueue(dependency);
                }
            }

            order.Reverse();
            return order.Count == items.Count ? order : null;

            void Enqueue(int item)
            {
                if (dependents[item] == 0) free.Enqueue(item, -item);
            }
        }

        /// <summary>Of each knot of loops one: the shortest through the knot's first item.</summary>
        public IEnumerable<List<T>> Loops() => StronglyConnectedComponents.Find(Enumerable.Range(0, items.Count), item => dependencies[item])
            .Where(knot => knot.Count > 1 || dependencies[knot[0]].Contains(knot[0]))
            .OrderBy(knot => knot.Min())
            .Select(ShortestLoop);

        private List<T> ShortestLoop(List<int> knot)
        {
            var (members, start) = (knot.ToHashSet(), knot.Min());
            var cameFrom = new Dictionary<int, int>();
            var queue = new Queue<int>([start]);
            while (true)
            {
                var item = queue.Dequeue();
                if (dependencies[item].Contains(start)) return Path(item);
                foreach (var next in dependencies[item].Where(next => members.Contains(next) && next != start && cameFrom.TryAdd(next, item))) queue.Enqueue(next);
            }

            List<T> Path(int last)
            {
                var path = new List<T>();
                for (var item = last; ; item = cameFrom[item])
                {
                    path.Add(items[item]);
                    if (item == start) break;
                }

                path.Reverse();
                return path;
            }
        }
    }
}
