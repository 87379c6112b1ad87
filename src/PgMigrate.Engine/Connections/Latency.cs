using System.Diagnostics;

namespace PgMigrate.Engine.Connections;

/// <summary>The round trips of one connection.</summary>
internal sealed record Latency(TimeSpan P50, TimeSpan P95, int Pings)
{
    /// <summary>Measures after one round trip that is not counted.</summary>
    public static async Task<Latency> MeasureAsync(Func<CancellationToken, Task> ping, int pings, CancellationToken cancellationToken)
    {
        await ping(cancellationToken).ConfigureAwait(false);
        var times = new TimeSpan[Math.Max(pings, 1)];
        for (var index = 0; index < times.Length; index++)
        {
            var started = Stopwatch.GetTimestamp();
            await ping(cancellationToken).ConfigureAwait(false);
            times[index] = Stopwatch.GetElapsedTime(started);
        }

        return FromTimes(times);
    }

    /// <summary>Nearest-rank percentiles: the smallest time that so many of 100 do not exceed.</summary>
    public static Latency FromTimes(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToArray();
        return new Latency(At(sorted, 50), At(sorted, 95), sorted.Length);
    }

    /// <summary>The nearest-rank percentile of times in their order, of which there is at least one.</summary>
    public static TimeSpan At(TimeSpan[] sorted, int percent) => sorted[Math.Max((sorted.Length * percent + 99) / 100, 1) - 1];
}
