using System.Diagnostics;
using Npgsql;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Performance;

/// <summary>
/// Runs one query at all ends in turn, first at the one and then at the other, the next time the other way round: what slows a machine or a
/// network down for a while then does so to both.
/// </summary>
internal sealed class QueryMeasurement(MeasuredQuery query, LatencyRequest request, int ends)
{
    private readonly long startedAt = Stopwatch.GetTimestamp();
    private readonly List<TimeSpan>[] times = [.. Enumerable.Range(0, ends).Select(_ => new List<TimeSpan>())];
    private readonly string?[] errors = new string?[ends];
    private int started;

    /// <summary>Measures over all connections at once. What an end refuses ends that end's part alone.</summary>
    /// <param name="sessions">For each connection at the same time the session at each end.</param>
    /// <param name="cancellationToken">Ends the running statements.</param>
    /// <returns>The figures of each end.</returns>
    public async Task<IReadOnlyList<LatencyFigures>> RunAsync(IReadOnlyList<IReadOnlyList<LatencySession>> sessions, CancellationToken cancellationToken)
    {
        await Task.WhenAll(sessions.Select((pair, number) => WorkAsync(pair, number, cancellationToken))).ConfigureAwait(false);
        return [.. Enumerable.Range(0, ends).Select(Figures)];
    }

    private async Task WorkAsync(IReadOnlyList<LatencySession> sessions, int number, CancellationToken cancellationToken)
    {
        try
        {
            for (var end = 0; end < ends; end++) await AttemptAsync(sessions, end, session => session.BeginAsync(cancellationToken)).ConfigureAwait(false);
            for (var run = 0; run < request.Warmup && !IsOverTime; run++) await TurnAsync(sessions, run + number, isCounted: false, cancellationToken).ConfigureAwait(false);
            // The connections share the runs: whoever is ready takes the next. Every query is run once, however slow.
            while (Interlocked.Increment(ref started) is var run && run <= request.Count && (run == 1 || !IsOverTime))
            {
                await TurnAsync(sessions, run, isCounted: true, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (var session in sessions) await session.EndAsync().ConfigureAwait(false);
        }
    }

    private bool IsOverTime => Stopwatch.GetElapsedTime(startedAt) > request.Duration;

    private async Task TurnAsync(IReadOnlyList<LatencySession> sessions, int run, bool isCounted, CancellationToken cancellationToken)
    {
        for (var place = 0; place < ends; place++)
        {
            var end = run % 2 == 0 ? place : ends - 1 - place;
            await AttemptAsync(sessions, end, async session =>
            {
                var time = await session.RunAsync(query.Sql, query.ValuesOf(run), cancellationToken).ConfigureAwait(false);
                if (isCounted) lock (times) times[end].Add(time);
            }).ConfigureAwait(false);
        }
    }

    private async Task AttemptAsync(IReadOnlyList<LatencySession> sessions, int end, Func<LatencySession, Task> work)
    {
        if (Volatile.Read(ref errors[end]) is not null) return;
        try
        {
            await work(sessions[end]).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is NpgsqlException or MigrationException)
        {
            // The first connection to fail says why; the transactions of the others are of no use either.
            Interlocked.CompareExchange(ref errors[end], sessions[end].Explain(failure), null);
        }
    }

    private LatencyFigures Figures(int end)
    {
        if (times[end].Count == 0) return new() { ErrorMessage = errors[end] };
        var sorted = times[end].Order().ToArray();
        return new()
        {
            Samples = sorted.Length,
            P50 = Latency.At(sorted, 50),
            P95 = Latency.At(sorted, 95),
            P99 = Latency.At(sorted, 99),
            Minimum = sorted[0],
            Maximum = sorted[^1],
            ErrorMessage = errors[end],
        };
    }
}
