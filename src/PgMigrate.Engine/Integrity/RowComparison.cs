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
    /// <exception cref="MigrationException">An end can't be read, no table was chosen, or the destination lacks a table or column.</exception>
    public static async IAsyncEnumerable<TableIntegrity> RunAsync(
        RowComparisonRequest request, IMigrationObserver observer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var selection = new SourceSelection
        {
            Filter = new(request.Selection),
            DestinationSchema = request.DestinationSchema,
            IdentifierCase = request.IdentifierCase,
        };
        var source = await MigrationSources.OpenAsync(request.Source, selection, observer, cancellationToken).ConfigureAwait(false);
        await using var closingSource = source.ConfigureAwait(false);
        var destination = await MigrationSources
            .OpenAsync(request.Destination, new() { Filter = ObjectFilter.Everything }, observer, cancellationToken).ConfigureAwait(false);
        await using var closingDestination = destination.ConfigureAwait(false);
        var pairs = await PairAsync(request, source, destination, cancellationToken).ConfigureAwait(false);
        WarnOfForeignRows(source, destination, observer);
        var results = Channel.CreateUnbounded<TableIntegrity>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = CompareAllAsync(pairs, request.ThrottleLimit, results.Writer, observer, stop.Token);
        try
        {
            await foreach (var result in results.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return result;
        }
        finally
        {
            // The enumeration may end early.
            await stop.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(false);
        }
    }

    /// <summary>Compares the tables and completes the channel, with what went wrong if something did.</summary>
    private static async Task CompareAllAsync(
        IReadOnlyList<TablePair> pairs,
        int throttleLimit,
        ChannelWriter<TableIntegrity> results,
        IMigrationObserver observer,
        CancellationToken cancellationToken)
    {
        var progress = new RunProgress(observer, "Comparing tables");
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(throttleLimit, 1), CancellationToken = cancellationToken };
        try
        {
            progress.Begin(pairs);
            await Parallel.ForEachAsync(
                pairs, options,
                async (pair, token) => results.TryWrite(await CompareAsync(pair, progress, observer, token).ConfigureAwait(false)))
                .ConfigureAwait(false);
            results.Complete();
        }
        catch (Exception error)
        {
            results.Complete(error);
        }
        finally
        {
            progress.End();
        }
    }

    private static async Task<IReadOnlyList<TablePair>> PairAsync(
        RowComparisonRequest request, IMigrationSource source, IMigrationSource destination, CancellationToken cancellationToken)
    {
        var entries = await source.ReadEntriesAsync(cancellationToken).ConfigureAwait(false);
        var others = (await destination.ReadEntriesAsync(cancellationToken).ConfigureAwait(false))
            .Where(entry => entry.HasRows).ToDictionary(entry => new QualifiedName(entry.Namespace!, entry.Tag));
        var pairs = new List<TablePair>();
        foreach (var entry in entries.Where(entry => entry.HasRows).OrderByDescending(entry => entry.DataBytes))
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
            pairs.Add(new(
                pairs.Count + 1,
                new(source, entry, source.DescribeRows(entry, columns)),
                new(destination, other, otherRows with { Columns = columns })));
        }

        return pairs.Count > 0 ? pairs : throw CopyErrors.NoTables(request.Source);
    }

    /// <summary>Rows on other servers were not copied, and are compared at neither end.</summary>
    private static void WarnOfForeignRows(IMigrationSource source, IMigrationSource destination, IMigrationObserver observer)
    {
        var atSource = source.Findings
            .Where(finding => finding.Kind is MigrationFindingKind.ForeignTable or MigrationFindingKind.ForeignPartition).ToList();
        var atDestination = destination.Findings.Where(finding => finding.Kind == MigrationFindingKind.ForeignPartition).Except(atSource);
        foreach (var finding in atSource) observer.Warning(finding.ToString());
        foreach (var finding in atDestination) observer.Warning($"At the destination: {finding}");
    }

    private static async Task<TableIntegrity> CompareAsync(
        TablePair pair, RunProgress progress, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var format = pair.Source.Rows.Format;
        observer.Verbose($"Comparing {pair.Name}, read in COPY's {(format == RowFormat.Binary ? "binary" : "text")} format.");
        var left = pair.Source.ChecksumAsync(format, Moved, cancellationToken);
        var right = pair.Destination.ChecksumAsync(format, Moved, cancellationToken);
        try
        {
            await Task.WhenAll(left, right).ConfigureAwait(false);
        }
        finally
        {
            progress.Complete(pair);
        }

        var (sourceSum, destinationSum) = (await left.ConfigureAwait(false), await right.ConfigureAwait(false));
        return new()
        {
            Schema = pair.Destination.Rows.Schema,
            Table = pair.Destination.Rows.Table,
            IsMatch = sourceSum == destinationSum,
            SourceRows = sourceSum.Rows,
            DestinationRows = destinationSum.Rows,
            SourceChecksum = sourceSum.ToString(),
            DestinationChecksum = destinationSum.ToString(),
            Elapsed = Stopwatch.GetElapsedTime(startedAt),
        };

        void Moved() => progress.Move(pair);
    }

    private static MigrationException Missing(string what) => new(
        "DestinationObjectNotFound", MigrationErrorCategory.ObjectNotFound, $"The destination has no {what}.")
    {
        Subject = what,
        Remedy = "Copy it first, or leave it out of the comparison.",
    };
}
