namespace PgMigrate.Engine.Schema;

/// <summary>Compares two nodes, down to the property that differs.</summary>
internal static class NodeComparison
{
    /// <summary>The differences, each with the property's path, such as <c>Columns[email].Type</c>, and both values; null for what is not there.</summary>
    public static IEnumerable<(string Property, string? Left, string? Right)> Compare(ModelGroup left, ModelGroup right) => Compare("", left, right);

    private static IEnumerable<(string Property, string? Left, string? Right)> Compare(string path, ModelNode? left, ModelNode? right)
    {
        if (left is ModelGroup one && right is ModelGroup other) return CompareGroups(path, one, other);
        // Each of the privileges, settings and the like is a matter of its own.
        if (left is ModelGroup { Kind: ModelGroupKind.Items } only && right is null) return CompareGroups(path, only, only with { Members = [] });
        if (right is ModelGroup { Kind: ModelGroupKind.Items } added && left is null) return CompareGroups(path, added with { Members = [] }, added);
        return (left as ModelValue)?.Text == (right as ModelValue)?.Text && left is ModelGroup == right is ModelGroup
            ? []
            : [(path, Show(left), Show(right))];
    }

    private static IEnumerable<(string Property, string? Left, string? Right)> CompareGroups(string path, ModelGroup left, ModelGroup right)
    {
        var names = left.Members.Concat(right.Members).Select(member => member.Key).Distinct();
        foreach (var name in names)
        {
            var (one, other) = (left.Find(name), right.Find(name));
            foreach (var difference in Compare(Path(path, left.Kind, name), one, other)) yield return difference;
        }

        if (left.Kind != ModelGroupKind.OrderedItems) yield break;
        var (order, otherOrder) = (Order(left, right), Order(right, left));
        if (order != otherOrder) yield return (path, order, otherOrder);
    }

    /// <summary>The names that both have, in the order of one.</summary>
    private static string Order(ModelGroup one, ModelGroup other)
        => string.Join(", ", one.Members.Select(member => member.Key).Where(name => other.Find(name) is not null));

    private static string Path(string path, ModelGroupKind kind, string name) => kind switch
    {
        ModelGroupKind.Set => path,
        ModelGroupKind.Record => path.Length == 0 ? name : $"{path}.{name}",
        _ => $"{path}[{name}]",
    };

    private static string? Show(ModelNode? node) => node is null ? null : NodeText.Of(node);
}
