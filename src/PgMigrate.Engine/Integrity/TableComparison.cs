using System.Diagnostics;

namespace PgMigrate.Engine.Integrity;

/// <summary>Compares one table's rows, as thoroughly as is asked.</summary>
internal sealed class TableComparison(RowComparisonRequest request, TablePair pair, IComparedPair rows)
{
    /// <summary>About so many rows are in a bucket, so that few have to be looked at where one differs.</summary>
    private const long RowsPerBucket = 512;

    private readonly long startedAt = Stopwatch.GetTimestamp();

    public Task<TableIntegrity> RunAsync(CancellationToken cancellationToken) => request.Level switch
    {
        IntegrityLevel.Count => CountAsync(cancellationToken),
        IntegrityLevel.Sample => SampleAsync(cancellationToken),
        _ => ChecksumAsync(cancellationToken),
    };

    private async Task<TableIntegrity> CountAsync(CancellationToken cancellationToken)
    {
        var (source, destination) = await rows.CountAsync(cancellationToken).ConfigureAwait(false);
        return Result(source, destination, source == destination);
    }

    private async Task<TableIntegrity> SampleAsync(CancellationToken cancellationToken)
    {
        var (source, destination) = await rows.CountAsync(cancellationToken).ConfigureAwait(false);
        var sample = await rows.SampleAsync(request.SampleSize, request.Seed, cancellationToken).ConfigureAwait(false);
        var differences = await DescribeAsync(sample.Rows, cancellationToken).ConfigureAwait(false);
        return Result(source, destination, source == destination && sample.Rows.Count == 0) with
        {
            SampledRows = sample.Compared,
            Differences = [.. differences.Take(request.MaxDifferences)],
            // A sample that found something says nothing about the rest.
            HasMoreDifferences = sample.Rows.Count > 0 || source != destination,
        };
    }

    private async Task<TableIntegrity> ChecksumAsync(CancellationToken cancellationToken)
    {
        var scheme = await rows.ChooseSchemeAsync(BucketBits(), cancellationToken).ConfigureAwait(false);
        var sums = await BucketSums.OfAsync(rows.Source, rows.Destination, scheme, RowScope.All, cancellationToken).ConfigureAwait(false);
        var (source, destination) = (sums.SourceTotal, sums.DestinationTotal);
        var isMatch = !sums.Different.Any();
        var result = Result(source.Rows, destination.Rows, isMatch) with { SourceChecksum = source.ToString(), DestinationChecksum = destination.ToString() };
        if (!isMatch) result = await LocateAsync(result, scheme, sums, cancellationToken).ConfigureAwait(false);
        if (request.Level == IntegrityLevel.Full) result = result with { Columns = await rows.ReadColumnsAsync(cancellationToken).ConfigureAwait(false) };
        return result with { Elapsed = Stopwatch.GetElapsedTime(startedAt) };
    }

    private async Task<TableIntegrity> LocateAsync(TableIntegrity result, BucketScheme scheme, BucketSums sums, CancellationToken cancellationToken)
    {
        if (request.MaxDifferences == 0) return result with { HasMoreDifferences = true };
        var search = new DifferenceSearch(rows.Source, rows.Destination, rows.Kinds, request.MaxDifferences);
        var (found, hasMore) = await search.RunAsync(scheme, sums, cancellationToken).ConfigureAwait(false);
        return result with
        {
            Differences = await DescribeAsync(found, cancellationToken).ConfigureAwait(false),
            HasMoreDifferences = hasMore,
        };
    }

    private Task<IReadOnlyList<RowDifference>> DescribeAsync(IReadOnlyList<RowMismatch> found, CancellationToken cancellationToken)
        => new DifferenceDescription(pair, rows, request.WithRepair).OfAsync(found, cancellationToken);

    private TableIntegrity Result(long source, long destination, bool isMatch) => new()
    {
        Schema = pair.Destination.Rows.Schema,
        Table = pair.Destination.Rows.Table,
        IsMatch = isMatch,
        Level = request.Level,
        SourceRows = source,
        DestinationRows = destination,
        Elapsed = Stopwatch.GetElapsedTime(startedAt),
    };

    /// <summary>How many bits of buckets the table's rows are worth.</summary>
    private int BucketBits()
    {
        const long RowBytes = 100;
        var expected = Math.Max(Expected(pair.Source), Expected(pair.Destination));
        var bits = 0;
        while (bits < BucketScheme.ManyBits && expected >> bits > RowsPerBucket) bits++;
        return bits;

        static long Expected(EndRows end) => end.Entry.DataRows is > 0 and var rows ? rows : end.Entry.DataBytes / RowBytes;
    }
}
