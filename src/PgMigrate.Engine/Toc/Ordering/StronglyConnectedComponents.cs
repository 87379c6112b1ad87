namespace PgMigrate.Engine.Toc;

/// <summary>Tarjan's strongly connected components (SIAM J. Comput. 1 (1972), 146-160), without recursion: chains may be long.</summary>
internal static class StronglyConnectedComponents
{
    /// <summary>The components; each comes after all components that it has edges to.</summary>
    public static List<List<T>> Find<T>(IEnumerable<T> nodes, Func<T, IEnumerable<T>> edges)
        where T : notnull
    {
        var components = new List<List<T>>();
        var indexes = new Dictionary<T, int>();
        var lowest = new Dictionary<T, int>();
        var open = new Stack<T>();
        var isOpen = new HashSet<T>();
        var path = new Stack<(T Node, IEnumerator<T> Edges)>();
        foreach (var start in nodes)
        {
            if (!indexes.ContainsKey(start)) Enter(start);
            while (path.TryPeek(out var step))
            {
                if (!step.Edges.MoveNext()) Leave();
                else if (!indexes.TryGetValue(step.Edges.Current, out var index)) Enter(step.Edges.Current);
                else if (isOpen.Contains(step.Edges.Current)) lowest[step.Node] = Math.Min(lowest[step.Node], index);
            }
        }

        return components;

        void Enter(T node)
        {
            lowest[node] = indexes[node] = indexes.Count;
            open.Push(node);
            isOpen.Add(node);
            path.Push((node, edges(node).GetEnumerator()));
        }

        void Leave()
        {
            var (node, visited) = path.Pop();
            visited.Dispose();
            if (path.TryPeek(out var parent)) lowest[parent.Node] = Math.Min(lowest[parent.Node], lowest[node]);
            if (lowest[node] != indexes[node]) return;

            var component = new List<T>();
            T member;
            do
            {
                member = open.Pop();
                isOpen.Remove(member);
                component.Add(member);
            }
            while (!EqualityComparer<T>.Default.Equals(member, node));
            components.Add(component);
        }
    }
}
