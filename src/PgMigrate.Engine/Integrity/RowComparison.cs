using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Integrity;

/// <summary>Compares every row of both ends: the engine of <c>Test-MigrationIntegrity</c>.</summary>
public static class RowComparison
{
    /// <summary>Compares the tables and returns one record each, as soon as it is known.</summary>
    /// <exception cref="MigrationException">An end can't be read, or the destination lacks a table or column.</exception>
    public static async IAsyncEnumerable<TableIntegrity> RunAsync(
        RowComparisonRequest request, IMigrationObserver observer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = new ObjectFilter(request.Tables, request.ExcludeTables, request.Schemas, request.ExcludeSchemas);
        var selection = new SourceSelection { Filter = filter, DestinationSchema = request.DestinationSchema, IdentifierCase = request.IdentifierCase };
        var source = await MigrationSources.OpenAsync(request.Source, selection, observer, cancellationToken).ConfigureAwait(false);
        await using var closingSource = source.ConfigureAwait(false);
        var destination = await MigrationSources
            .OpenAsync(request.Destination, new() { Filter = ObjectFilter.Everything }, observer, cancellationToken).ConfigureAwait(false);
        await using var closingDestination = destination.ConfigureAwait(false);
        var pairs = await PairAsync(request, source, destination, cancellationToken).ConfigureAwait(false);
        var results = Channel.CreateUnbounded<TableIntegrity>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(request.ThrottleLimit, 1), CancellationToken = stop.Token };
        var work = Parallel.ForEachAsync(pairs, options, async (pair, token)
            => await results.Writer.WriteAsync(await CompareAsync(source, destination, pair, token).ConfigureAwait(false), token).ConfigureAwait(false));
        _ = work.ContinueWith(done => results.Writer.Complete(done.Exception?.InnerException), TaskScheduler.Default);
        try
        {
            await foreach (var result in results.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return result;
        }
        finally
        {
            // The enumeration may end early.
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)work.ContinueWith(_ => { }, TaskScheduler.Default)).ConfigureAwait(false);
        }
    }

    private static async Task<IReadOnlyList<TablePair>> PairAsync(
        RowComparisonRequest request, IMigrationSource source, IMigrationSource destination, CancellationToken cancellationToken)
    {
        var entries = await source.ReadEntriesAsync(cancellationToken).ConfigureAwait(false);
        var others = (await destination.ReadEntriesAsync(cancellationToken).ConfigureAwait(false))
            .Where(entry => entry.HasData).ToDictionary(entry => new QualifiedName(entry.Namespace!, entry.Tag));
        var pairs = new List<TablePair>();
        foreach (var entry in entries.Where(entry => entry.HasData).OrderByDescending(entry => entry.DataBytes))
        {
            var rows = source.DescribeRows(entry, null);
            var name = new QualifiedName(request.DestinationSchema ?? rows.Schema, rows.Table);
            if (!others.TryGetValue(name, out var other)) throw Missing(name.ToString());
            var otherRows = destination.DescribeRows(other, null);
            var columns = rows.Columns
                .Select(column => otherRows.Columns.FirstOrDefault(candidate => candidate.Name == column.Name)
                    ?? (column.IsComputed ? null : throw Missing($"{name}.{column.Name}")))
                .OfType<RowColumn>()
                .ToList();
            pairs.Add(new(entry, source.DescribeRows(entry, columns), other, otherRows with { Columns = columns }));
        }

        return pairs;
    }

    private static async Task<TableIntegrity> CompareAsync(
        IMigrationSource source, IMigrationSource destination, TablePair pair, CancellationToken cancellationToken)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var format = pair.SourceRows.Format;
        var left = ChecksumAsync(source, pair.Source, pair.SourceRows, format, cancellationToken);
        var right = ChecksumAsync(destination, pair.Destination, pair.DestinationRows, format, cancellationToken);
        await Task.WhenAll(left, right).ConfigureAwait(false);
        var (sourceSum, destinationSum) = (await left.ConfigureAwait(false), await right.ConfigureAwait(false));
        return new()
        {
            Schema = pair.DestinationRows.Schema,
            Table = pair.DestinationRows.Table,
            IsMatch = sourceSum == destinationSum,
            SourceRows = sourceSum.Rows,
            DestinationRows = destinationSum.Rows,
            SourceChecksum = sourceSum.ToString(),
            DestinationChecksum = destinationSum.ToString(),
            Elapsed = Stopwatch.GetElapsedTime(startedAt),
        };
    }

    private static Task<RowSetChecksum> ChecksumAsync(
        IMigrationSource end, TocEntry entry, RowSet rows, RowFormat format, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            var options = new RowStreamOptions { Format = format, Columns = [.. rows.Columns.Select(column => column.Name)] };
            var stream = await end.OpenRowsAsync(entry, ChunkBounds.Whole, options, cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                return await RowSetChecksum.OfAsync(stream, rows, format, cancellationToken).ConfigureAwait(false);
            }
        },
        cancellationToken);

    private static MigrationException Missing(string what) => new(
        "DestinationObjectNotFound", MigrationErrorCategory.ObjectNotFound, $"The destination has no {what}.")
    {
        Subject = what,
        Remedy = "Copy it first, or leave it out of the comparison.",
    };

    private sealed record TablePair(TocEntry Source, RowSet SourceRows, TocEntry Destination, RowSet DestinationRows);
}
