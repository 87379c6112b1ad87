using System.Collections.Concurrent;
using System.Diagnostics;
using System.Management.Automation;

namespace PgMigrate.Commands;

/// <summary>
/// Keeps the latest state of every running activity and shows it at most ten times a second: the run, and its tables under it.
/// The engine posts from any thread without waiting; only the pipeline's thread shows.
/// </summary>
internal sealed class ProgressBoard
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // Engine ids count from 0; a base of our own keeps them apart from what a calling script shows.
    private const int IdsPerRun = 100_000;

    private readonly int runId = Random.Shared.Next(1, int.MaxValue / IdsPerRun) * IdsPerRun;
    private readonly ConcurrentDictionary<int, MigrationProgress> latest = new();
    private readonly Dictionary<int, ProgressLine> shown = [];
    private long shownAt = Stopwatch.GetTimestamp();

    public void Post(MigrationProgress step) => latest[step.Id] = step;

    /// <summary>Shows what has changed, unless something was shown a moment ago.</summary>
    public void ShowDue(PSCmdlet cmdlet)
    {
        if (latest.IsEmpty || Stopwatch.GetElapsedTime(shownAt) < Interval) return;
        foreach (var id in latest.Keys.Order())
        {
            if (latest.TryRemove(id, out var step)) Show(cmdlet, step);
        }

        shownAt = Stopwatch.GetTimestamp();
    }

    /// <summary>Takes every line off the screen, tables before their run.</summary>
    public void Complete(PSCmdlet cmdlet)
    {
        foreach (var (id, line) in shown.OrderByDescending(pair => pair.Key))
        {
            try
            {
                cmdlet.WriteProgress(line.Completed());
            }
            catch (RuntimeException)
            {
                // A stopped pipeline takes no more records, and its host clears the screen by itself.
            }
        }

        shown.Clear();
    }

    private void Show(PSCmdlet cmdlet, MigrationProgress step)
    {
        if (!shown.TryGetValue(step.Id, out var line))
        {
            if (step.IsCompleted) return;
            shown[step.Id] = line = new ProgressLine(runId + step.Id, step.Id == 0 ? -1 : runId, step);
        }

        cmdlet.WriteProgress(line.At(step));
        if (step.IsCompleted) shown.Remove(step.Id);
    }
}
