using System.Globalization;

namespace PgMigrate.Engine.Performance;

/// <summary>Holds what was measured against a request's budgets. They are the destination's, or the only database's: the source is what it is.</summary>
internal sealed class LatencyBudgets(LatencyRequest request)
{
    /// <summary>The record with its ratio and the budgets that it did not keep.</summary>
    public QueryLatency Judge(QueryLatency latency)
    {
        double? ratio = (latency.Source.P50, latency.Destination?.P50) is ({ Ticks: > 0 } before, { } after) ? Math.Round(after / before, 3) : null;
        return latency with { Ratio = ratio, Breaches = [.. Breaches(latency, ratio)] };
    }

    public ConnectionLatency Judge(ConnectionLatency latency)
    {
        var isHeld = request.Destination is null || latency.End == DatabaseEnd.Destination;
        if (!isHeld || latency.P95 <= request.ConnectionBudget) return latency;
        return latency with
        {
            Breaches = [Breach(LatencyBudget.Connection, latency.Database, $"95 of 100 connections to {latency.Database} are there within {Text(latency.P95)}; the budget is {Text(request.ConnectionBudget)}.")],
        };
    }

    private IEnumerable<LatencyBreach> Breaches(QueryLatency latency, double? ratio)
    {
        if (latency.Source.ErrorMessage is { } before) yield return Unanswered(latency, "source", before);
        if (latency.Destination?.ErrorMessage is { } after) yield return Unanswered(latency, "destination", after);
        var held = latency.Destination ?? latency.Source;
        if (held.P95 > request.P95Budget) yield return Over(LatencyBudget.P95, latency, 95, held.P95.Value, request.P95Budget.Value);
        if (held.P99 > request.P99Budget) yield return Over(LatencyBudget.P99, latency, 99, held.P99.Value, request.P99Budget.Value);
        if (ratio > request.MaxRatio) yield return Breach(
            LatencyBudget.Ratio, latency.Name,
            string.Create(CultureInfo.InvariantCulture, $"'{latency.Name}' takes {ratio:0.###} times as long at the destination as at the source; the budget is {request.MaxRatio:0.###############}."));
    }

    private static LatencyBreach Unanswered(QueryLatency latency, string end, string error)
        => Breach(LatencyBudget.Answer, latency.Name, $"The {end} did not answer '{latency.Name}': {error}");

    private static LatencyBreach Over(LatencyBudget budget, QueryLatency latency, int percent, TimeSpan measured, TimeSpan allowed)
        => Breach(budget, latency.Name, $"{percent} of 100 runs of '{latency.Name}' keep {Text(measured)}; the budget is {Text(allowed)}.");

    private static LatencyBreach Breach(LatencyBudget budget, string subject, string what) => new() { Budget = budget, Object = subject, What = what };

    /// <summary>Down to the tick: neither is a small budget none, nor what is just over one the same as it.</summary>
    private static string Text(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.####} ms");
}
