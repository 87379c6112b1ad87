using System.Diagnostics;

namespace PgMigrate.Cli.Display;

/// <summary>Shows progress as lines for a file or a log: one for each table that ended, and now and then one for the run.</summary>
internal sealed class ProgressLines(Terminal terminal) : ProgressView
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly object gate = new();

    /// <summary>By activity: that of the run, and what is made besides rows.</summary>
    private readonly Dictionary<int, long> toldAt = [];
    private readonly long startedAt = Stopwatch.GetTimestamp();

    public override void Progress(MigrationProgress progress)
    {
        if ((progress.Id != 0 && progress.TotalObjects is null) || progress.IsCompleted || progress.Status.Length == 0) return;
        lock (gate)
        {
            if (Stopwatch.GetElapsedTime(toldAt.GetValueOrDefault(progress.Id, startedAt)) < Interval) return;
            toldAt[progress.Id] = Stopwatch.GetTimestamp();
        }

        terminal.Line($"{progress.Activity}: {progress.Status}");
    }

    public override void Verbose(string message) => terminal.Verbose(message);

    public override void Warning(string message) => terminal.Warning(message);

    public override void Finished(string line) => terminal.Line(line);

    public override void Told(string line) => terminal.Line(line);
}
