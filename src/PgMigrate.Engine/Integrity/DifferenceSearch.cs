using System.Runtime.CompilerServices;

namespace PgMigrate.Engine.Integrity;

/// <summary>
/// Finds the rows that differ, from the buckets whose checksums do: divides those until few enough rows are left to be looked at one by one.
/// What is asked of the ends, and what they answer, grows with the number of differences and the logarithm of the number of rows.
/// </summary>
internal sealed class DifferenceSearch(IComparedRows source, IComparedRows destination, IReadOnlyList<BucketKind> kinds, int most)
{
    /// <summary>How many rows of each end are looked at one by one: a few megabytes of keys and hashes.</summary>
    private const long FewRows = 20_000;

    /// <summary>The rows, and whether there are more than were looked for.</summary>
    public async Task<(IReadOnlyList<RowMismatch> Rows, bool HasMore)> RunAsync(
        BucketScheme scheme, BucketSums sums, CancellationToken cancellationToken)
    {
        var scope = RowScope.All;
        var hasMore = false;
        while (true)
        {
            var buckets = sums.Different.Take(most + 1).ToList();
            hasMore |= buckets.Count > most;
            if (buckets.Count > most) buckets.RemoveAt(most);
            if (buckets.Count == 0) return ([], hasMore);
            var rows = buckets.Sum(sums.RowsOf);
            scope = scope.Within(new(scheme, buckets));
            if (rows <= FewRows || Next(scheme, sums.IsDivided) is not { } next) break;
            var finer = await BucketSums.OfAsync(source, destination, next, scope, cancellationToken).ConfigureAwait(false);
            // Rows that share what the scheme goes by stay together however it is divided.
            sums = finer with { IsDivided = next.Kind != scheme.Kind || finer.Different.Take(most).Sum(finer.RowsOf) < rows / 2 };
            scheme = next;
        }

        var (left, right) = await Both.OfAsync(source.DigestAsync(scope, cancellationToken), destination.DigestAsync(scope, cancellationToken)).ConfigureAwait(false);
        var found = RowMismatch.Between(left, right);
        return ([.. found.Take(most)], hasMore || found.Count > most);
    }

    /// <summary>All rows that differ, some at a time: however many there are, no more than a few megabytes of keys and hashes are in memory at once.</summary>
    public async IAsyncEnumerable<IReadOnlyList<RowMismatch>> AllAsync(
        BucketScheme scheme, BucketSums sums, RowScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var buckets in Groups(sums))
        {
            var within = scope.Within(new(scheme, buckets));
            var rows = buckets.Sum(sums.RowsOf);
            if (rows <= FewRows || Next(scheme, sums.IsDivided) is not { } next)
            {
                var (left, right) = await Both.OfAsync(source.DigestAsync(within, cancellationToken), destination.DigestAsync(within, cancellationToken)).ConfigureAwait(false);
                yield return RowMismatch.Between(left, right);
                continue;
            }

            var finer = await BucketSums.OfAsync(source, destination, next, within, cancellationToken).ConfigureAwait(false);
            var largest = finer.Different.Select(finer.RowsOf).DefaultIfEmpty().Max();
            await foreach (var found in AllAsync(next, finer with { IsDivided = next.Kind != scheme.Kind || largest < rows }, within, cancellationToken).ConfigureAwait(false)) yield return found;
        }
    }

    /// <summary>Puts the buckets that differ together as far as their rows can be looked at one by one.</summary>
    private static IEnumerable<IReadOnlyList<long>> Groups(BucketSums sums)
    {
        var group = new List<long>();
        var rows = 0L;
        foreach (var bucket in sums.Different)
        {
            if (group.Count > 0 && rows + sums.RowsOf(bucket) > FewRows)
            {
                yield return group;
                (group, rows) = ([], 0);
            }

            group.Add(bucket);
            rows += sums.RowsOf(bucket);
        }

        if (group.Count > 0) yield return group;
    }

    private BucketScheme? Next(BucketScheme scheme, bool isDivided)
    {
        if (isDivided && scheme.Finer is { } finer) return finer;
        var place = kinds.ToList().IndexOf(scheme.Kind) + 1;
        return place < kinds.Count ? new(kinds[place], BucketScheme.ManyBits) : null;
    }
}
