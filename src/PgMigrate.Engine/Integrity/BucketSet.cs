namespace PgMigrate.Engine.Integrity;

/// <summary>Some buckets of a scheme.</summary>
internal sealed class BucketSet(BucketScheme scheme, IReadOnlyList<long> buckets)
{
    private readonly HashSet<long> set = [.. buckets];

    public BucketScheme Scheme => scheme;

    public IReadOnlyList<long> Buckets => buckets;

    public bool Includes(long bucket) => set.Contains(bucket);
}
