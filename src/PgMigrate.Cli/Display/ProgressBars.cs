using System.Diagnostics;
using Spectre.Console;

namespace PgMigrate.Cli.Display;

/// <summary>Shows a bar for the run, and one for each running table under it.</summary>
internal sealed class ProgressBars : ProgressView
{
    private const int NameWidth = 24;

    private readonly object gate = new();
    private readonly Dictionary<int, (ProgressTask Bar, long StartedAt)> bars = [];
    private readonly ProgressContext context;
    private readonly BarLabels labels;
    private readonly Terminal terminal;

    public ProgressBars(ProgressContext context, BarLabels labels, Terminal terminal, string activity)
    {
        this.context = context;
        this.labels = labels;
        this.terminal = terminal;
        Add(0, activity);
    }

    public override void Progress(MigrationProgress progress)
    {
        lock (gate)
        {
            if (progress.IsCompleted) Remove(progress.Id);
            else Show(progress);
        }
    }

    public override void Verbose(string message) => terminal.VerboseAboveBars(message);

    public override void Warning(string message) => terminal.WarningAboveBars(message);

    public override void Finished(string line)
    {
    }

    public override void Told(string line) => terminal.LineAboveBars(line);

    private void Show(MigrationProgress progress)
    {
        if (!bars.ContainsKey(progress.Id)) Add(progress.Id, "  " + progress.Activity);
        var (bar, startedAt) = bars[progress.Id];
        if (Fraction(progress) is { } fraction)
        {
            bar.IsIndeterminate = false;
            // A full bar would be taken away, and the last chunk's commit, the indexes and the checks are still to come.
            bar.Value = Math.Min(fraction, 0.995);
        }

        labels.Describe(bar, Figures.Progress(progress, Stopwatch.GetElapsedTime(startedAt), terminal.IsWide));
    }

    private void Add(int id, string activity)
    {
        var bar = context.AddTask("-", maxValue: 1).IsIndeterminate();
        labels.Name(bar, Figures.Shortened(activity, NameWidth));
        bars[id] = (bar, Stopwatch.GetTimestamp());
    }

    private void Remove(int id)
    {
        // The run's own bar stays until the work that follows its rows is done.
        if (id != 0 && bars.Remove(id, out var entry)) entry.Bar.StopTask();
    }

    private static double? Fraction(MigrationProgress progress) => (progress.TotalRows, progress.TotalBytes, progress.TotalObjects) switch
    {
        ( > 0, _, _) => (double)progress.Rows / progress.TotalRows.Value,
        (_, > 0, _) => (double)progress.Bytes / progress.TotalBytes.Value,
        (_, _, > 0) => (double)progress.Objects / progress.TotalObjects.Value,
        _ => null,
    };
}
