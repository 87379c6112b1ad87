namespace PgMigrate.Engine.Integrity;

/// <summary>Divides rows into buckets.</summary>
/// <param name="Kind">What it goes by.</param>
/// <param name="Bits">For ranges the number of lower bits that a bucket spans, 0 to 63; for hashes the number of bits that name a bucket.</param>
internal sealed record BucketScheme(BucketKind Kind, int Bits)
{
    /// <summary>The range bucket of rows whose key is null.</summary>
    public const long OfNull = long.MinValue;

    /// <summary>The bits of as many buckets as rows are divided into at once.</summary>
    public const int ManyBits = 11;

    /// <summary>Each step down the tree divides a bucket in 64.</summary>
    private const int FanOutBits = 6;
    private const int MostBits = 60;

    /// <summary>Which bits of a hash name the bucket.</summary>
    public long Mask => (1L << Bits) - 1;

    /// <summary>All rows in one bucket, or two where keys are below zero.</summary>
    public static BucketScheme Whole(BucketKind kind) => new(kind, kind == BucketKind.KeyRange ? 63 : 0);

    /// <summary>The same, divided further, so that each of its buckets lies within one of these; null where that is not possible.</summary>
    public BucketScheme? Finer => Kind switch
    {
        BucketKind.KeyRange => Bits > 0 ? this with { Bits = Math.Max(Bits - FanOutBits, 0) } : null,
        _ => Bits < MostBits ? this with { Bits = Math.Min(Bits + FanOutBits, MostBits) } : null,
    };

    /// <summary>The bucket of a hash.</summary>
    public long Of(ulong hash) => (long)(hash & (ulong)Mask);
}
