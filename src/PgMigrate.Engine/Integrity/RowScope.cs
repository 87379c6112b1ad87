namespace PgMigrate.Engine.Integrity;

/// <summary>The rows that are in one of the buckets of every set.</summary>
internal sealed record RowScope(IReadOnlyList<BucketSet> Sets)
{
    public static RowScope All { get; } = new([]);

    /// <summary>Narrows the scope. Buckets of a kind that it has already lie within those.</summary>
    public RowScope Within(BucketSet set) => new([.. Sets.Where(one => one.Scheme.Kind != set.Scheme.Kind), set]);
}
