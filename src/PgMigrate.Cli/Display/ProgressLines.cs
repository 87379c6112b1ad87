using System.Diagnostics;

namespace PgMigrate.Cli.Display;

/// <summary>Shows progress as lines for a file or a log: one for each table that ended, and now and then one for the run.</summary>
internal sealed class ProgressLines(Terminal terminal) : ProgressView
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly object gate = new();
    private long toldAt = Stopwatch.GetTimestamp();

    public override void Progress(MigrationProgress progress)
    {
        if (progress.Id != 0 || progress.IsCompleted) return;
        lock (gate)
        {
            if (Stopwatch.GetElapsedTime(toldAt) < Interval) return;
            toldAt = Stopwatch.GetTimestamp();
        }

        terminal.Line($"{progress.Activity}: {progress.Status}");
    }

    public override void Verbose(string message) => terminal.Verbose(message);

    public override void Warning(string message) => terminal.Warning(message);

    public override void Finished(string line) => terminal.Line(line);
}
