namespace PgMigrate.Engine.Integrity;

/// <summary>The rows of one end whose keys' hashes are the least: a random choice that is the same at both ends.</summary>
/// <param name="Rows">Each with its key's hash.</param>
/// <param name="Size">How many were asked for.</param>
internal sealed record RowSample(IReadOnlyList<(long KeyHash, RowDigest Row)> Rows, int Size)
{
    /// <summary>Every row whose key's hash is not greater is in the sample.</summary>
    private long Reaches => Rows.Count < Size ? long.MaxValue : Rows.Max(one => one.KeyHash);

    /// <summary>Compares two samples as far as both reach: one that lacks a row reaches further than the other.</summary>
    public static (IReadOnlyList<RowMismatch> Rows, long Compared) Compare(RowSample source, RowSample destination)
    {
        var limit = Math.Min(source.Reaches, destination.Reaches);
        var (left, right) = (source.Upto(limit), destination.Upto(limit));
        return (RowMismatch.Between(left, right), Math.Max(left.Count, right.Count));
    }

    private List<RowDigest> Upto(long limit) => [.. Rows.Where(one => one.KeyHash <= limit).Select(one => one.Row)];
}
