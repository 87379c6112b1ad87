namespace PgMigrate.Engine.Schema;

/// <summary>The order of items that do not depend on each other: by kind, schema and name, so that it is the same in every database.</summary>
internal sealed class PreferredOrder : IComparer<SchemaItem>
{
    public static PreferredOrder Instance { get; } = new();

    public int Compare(SchemaItem? left, SchemaItem? right)
    {
        var order = (int)left!.Priority - (int)right!.Priority;
        if (order == 0) order = CompareSchemas(left.Schema ?? left.Entry?.Namespace, right.Schema ?? right.Entry?.Namespace);
        if (order == 0) order = string.CompareOrdinal(left.Name ?? left.Entry?.Tag, right.Name ?? right.Entry?.Tag);
        if (order == 0) order = string.CompareOrdinal(left.Distinction, right.Distinction);
        if (order == 0) order = string.CompareOrdinal(left.Entry?.Desc, right.Entry?.Desc);
        return order == 0 ? string.CompareOrdinal(left.Entry?.Tag, right.Entry?.Tag) : order;
    }

    /// <summary>What is in no schema comes last.</summary>
    private static int CompareSchemas(string? left, string? right)
        => left is null || right is null ? (left is null).CompareTo(right is null) : string.CompareOrdinal(left, right);
}
