namespace PgMigrate.Engine.Integrity;

/// <summary>The buckets' checksums at both ends.</summary>
internal sealed record BucketSums(IReadOnlyDictionary<long, RowSetChecksum> Source, IReadOnlyDictionary<long, RowSetChecksum> Destination)
{
    /// <summary>Whether the buckets are smaller than those that they were divided from.</summary>
    public bool IsDivided { get; init; } = true;

    public RowSetChecksum SourceTotal => Total(Source);

    public RowSetChecksum DestinationTotal => Total(Destination);

    /// <summary>The buckets that are not the same at both ends, in their order.</summary>
    public IEnumerable<long> Different => Source.Keys.Union(Destination.Keys).Where(bucket => Of(Source, bucket) != Of(Destination, bucket)).Order();

    public static async Task<BucketSums> OfAsync(
        IComparedRows source, IComparedRows destination, BucketScheme scheme, RowScope scope, CancellationToken cancellationToken)
    {
        var (left, right) = await Both.OfAsync(source.SumAsync(scheme, scope, cancellationToken), destination.SumAsync(scheme, scope, cancellationToken))
            .ConfigureAwait(false);
        return new(left, right);
    }

    /// <summary>The bucket's rows at the end that has more of them.</summary>
    public long RowsOf(long bucket) => Math.Max(Of(Source, bucket).Rows, Of(Destination, bucket).Rows);

    private static RowSetChecksum Of(IReadOnlyDictionary<long, RowSetChecksum> sums, long bucket) => sums.GetValueOrDefault(bucket);

    private static RowSetChecksum Total(IReadOnlyDictionary<long, RowSetChecksum> sums) => sums.Values.Aggregate(default(RowSetChecksum), (sum, one) => sum + one);
}
