using System.Diagnostics;
using PgMigrate.Engine.Copy;

namespace PgMigrate.Engine.Transfer;

/// <summary>Tells the observer how far the run and its tables have come, a few times a second.</summary>
internal sealed class RunProgress(IMigrationObserver observer, string activity)
{
    /// <summary>More often nobody reads.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    private readonly object gate = new();
    private readonly HashSet<int> ended = [];
    private readonly long startedAt = Stopwatch.GetTimestamp();
    private IReadOnlyList<IRunningTable> tables = [];
    private long toldAt;

    /// <summary>The run's tables, once they are known.</summary>
    public void Begin(IReadOnlyList<IRunningTable> tallies)
    {
        tables = tallies;
        observer.Progress(Run());
    }

    /// <summary>Says that a table has moved on, unless something was said a moment ago.</summary>
    public void Move(IRunningTable table)
    {
        lock (gate)
        {
            if (ended.Contains(table.Number)) return;
            if (toldAt != 0 && Stopwatch.GetElapsedTime(toldAt) < Interval) return;
            toldAt = Stopwatch.GetTimestamp();
        }

        Tell(table);
    }

    /// <summary>Says once that the table's rows are there, or that it failed.</summary>
    public void Complete(IRunningTable table)
    {
        bool isLast;
        lock (gate)
        {
            if (!ended.Add(table.Number)) return;
            isLast = ended.Count == tables.Count;
        }

        observer.Progress(Describe(table) with { IsCompleted = true });
        // What follows the rows may take long, and should not stand beside the last but one of their figures.
        if (isLast) observer.Progress(Run());
    }

    public void End() => observer.Progress(Run() with { IsCompleted = true });

    private void Tell(IRunningTable table)
    {
        observer.Progress(Run());
        observer.Progress(Describe(table));
    }

    private MigrationProgress Describe(IRunningTable table)
        => Progress(table.Number, table.Name, table.Moved, table.ExpectedRows, table.ExpectedBytes);

    private MigrationProgress Run()
    {
        var moved = tables.Aggregate(default(CopyCount), (sum, table) => sum + table.Moved);
        // A table that was never analyzed has no number, and neither has the run.
        var rows = tables.All(table => table.ExpectedRows is not null) ? tables.Sum(table => table.ExpectedRows) : null;
        return Progress(0, activity, moved, rows, tables.Sum(table => table.ExpectedBytes));
    }

    private MigrationProgress Progress(int id, string name, CopyCount moved, long? rows, long bytes)
    {
        var elapsed = Stopwatch.GetElapsedTime(startedAt);
        var rate = elapsed.TotalSeconds > 0 ? moved.Rows / elapsed.TotalSeconds : 0;
        return new()
        {
            Id = id,
            Activity = name,
            Rows = moved.Rows,
            TotalRows = rows,
            Bytes = moved.Bytes,
            TotalBytes = bytes > 0 ? bytes : null,
            Status = FormattableString.Invariant($"{moved.Rows:N0} rows, {moved.Bytes / 1048576.0:N1} MiB, {rate:N0} rows/s"),
            Remaining = rows > moved.Rows && rate > 0 ? TimeSpan.FromSeconds((rows.Value - moved.Rows) / rate) : null,
        };
    }
}
