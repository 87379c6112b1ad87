using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace PgMigrate.Commands;

/// <summary>One activity on the screen: turns its states into progress records with rows, bytes, rate and time left.</summary>
internal sealed class ProgressLine(int activityId, int parentId, MigrationProgress first)
{
    private readonly long startedAt = Stopwatch.GetTimestamp();

    public ProgressRecord At(MigrationProgress step) => new(activityId, step.Activity, Describe(step))
    {
        ParentActivityId = parentId,
        PercentComplete = Percent(step),
        SecondsRemaining = step.Remaining is { } left ? (int)Math.Clamp(left.TotalSeconds, 0, int.MaxValue) : -1,
        RecordType = step.IsCompleted ? ProgressRecordType.Completed : ProgressRecordType.Processing,
    };

    public ProgressRecord Completed() => At(first with { IsCompleted = true });

    private string Describe(MigrationProgress step)
    {
        var parts = new List<string>();
        // What runs in words, for logs, is the same figures once more.
        if (step.Status.Length > 0 && step is { Rows: 0, Bytes: 0 }) parts.Add(step.Status);
        if (step.Rows > 0) parts.Add(Count(step.Rows, step.TotalRows) + " rows");
        if (step.Bytes > 0) parts.Add(ByteSize.Format(step.Bytes) + (Rate(step) is { } rate ? $" ({ByteSize.Format(rate)}/s)" : ""));
        // PowerShell takes no empty status.
        return parts.Count > 0 ? string.Join(", ", parts) : "Working";
    }

    private static string Count(long done, long? total) => total is { } all
        ? string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {all:N0}")
        : done.ToString("N0", CultureInfo.InvariantCulture);

    private long? Rate(MigrationProgress step)
    {
        var elapsed = Stopwatch.GetElapsedTime(startedAt);
        return elapsed > TimeSpan.Zero && step.Bytes > first.Bytes ? (long)((step.Bytes - first.Bytes) / elapsed.TotalSeconds) : null;
    }

    private static int Percent(MigrationProgress step) => (step.TotalBytes, step.TotalRows, step.TotalObjects) switch
    {
        ( > 0, _, _) => Percent(step.Bytes, step.TotalBytes.Value),
        (_, > 0, _) => Percent(step.Rows, step.TotalRows.Value),
        (_, _, > 0) => Percent(step.Objects, step.TotalObjects.Value),
        _ => -1,
    };

    private static int Percent(long done, long total) => (int)Math.Clamp(done * 100.0 / total, 0, 100);
}
