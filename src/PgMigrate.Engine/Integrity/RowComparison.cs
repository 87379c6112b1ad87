using System.Runtime.CompilerServices;
using System.Threading.Channels;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Integrity;

/// <summary>Compares the rows of both ends: the engine of <c>Test-MigrationIntegrity</c>.</summary>
public static class RowComparison
{
    /// <summary>Compares the tables and returns one record each, as soon as it is known.</summary>
    /// <exception cref="MigrationException">An end can't be reached or listed, or no table was chosen. What concerns one table is in its record.</exception>
    public static async IAsyncEnumerable<TableIntegrity> RunAsync(
        RowComparisonRequest request, IMigrationObserver observer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var suspects = new List<TableIntegrity>();
        await foreach (var table in LookAsync(request, null, observer, cancellationToken).ConfigureAwait(false))
        {
            if (table.IsMatch || request.Rechecks == 0) yield return table;
            else suspects.Add(table);
        }

        for (var round = 1; round <= request.Rechecks && suspects.Count > 0; round++)
        {
            observer.Verbose($"Looking again at {suspects.Count} tables that differed, in {request.RecheckDelay}.");
            await Task.Delay(request.RecheckDelay, cancellationToken).ConfigureAwait(false);
            var before = suspects;
            suspects = [];
            await foreach (var again in LookAsync(request, before, observer, cancellationToken).ConfigureAwait(false))
            {
                var table = Recheck.Narrow(before.Find(one => one.Schema == again.Schema && one.Table == again.Table)!, again) with { Rechecks = round };
                if (table.IsMatch || round == request.Rechecks) yield return table;
                else suspects.Add(table);
            }
        }
    }

    /// <summary>Compares the tables, or those of an earlier look, in a snapshot of each end as it is now.</summary>
    private static async IAsyncEnumerable<TableIntegrity> LookAsync(
        RowComparisonRequest request, IReadOnlyList<TableIntegrity>? before, IMigrationObserver observer, [EnumeratorCancellation] CancellationToken cancellationToken)
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
        using var ends = await ComparedEnds.OfAsync(source, destination, request.ThrottleLimit, cancellationToken).ConfigureAwait(false);
        var pairing = await TablePairing.OfAsync(request, source, destination, ends.AreServers, cancellationToken).ConfigureAwait(false);
        var (pairs, unpaired) = (pairing.Pairs, pairing.Unpaired);
        if (before is null) TablePairing.WarnOfForeignRows(source, destination, observer);
        else (pairs, unpaired) = ([.. pairs.Where(pair => before.Any(pair.Is))], [.. unpaired.Where(table => before.Any(one => one.Schema == table.Schema && one.Table == table.Table))]);
        foreach (var table in unpaired) yield return table;
        var results = Channel.CreateUnbounded<TableIntegrity>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = CompareAllAsync(request, pairs, ends, results.Writer, observer, stop.Token);
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
        RowComparisonRequest request,
        IReadOnlyList<TablePair> pairs,
        ComparedEnds ends,
        ChannelWriter<TableIntegrity> results,
        IMigrationObserver observer,
        CancellationToken cancellationToken)
    {
        var progress = new RunProgress(observer, "Comparing tables");
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(request.ThrottleLimit, 1), CancellationToken = cancellationToken };
        try
        {
            progress.Begin(pairs);
            await Parallel.ForEachAsync(pairs, options, async (pair, token) => results.TryWrite(await CompareAsync(pair, token).ConfigureAwait(false)))
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

        async Task<TableIntegrity> CompareAsync(TablePair pair, CancellationToken token)
        {
            try
            {
                return await ends.CompareAsync(request, pair, () => progress.Move(pair), observer, token).ConfigureAwait(false);
            }
            catch (MigrationException error) when (IntegrityErrors.IsOneTables(error))
            {
                return IntegrityErrors.Record(new(pair.Destination.Rows.Schema, pair.Destination.Rows.Table), request.Level, error);
            }
            finally
            {
                progress.Complete(pair);
            }
        }
    }
}
