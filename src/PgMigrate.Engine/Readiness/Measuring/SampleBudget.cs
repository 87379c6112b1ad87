using System.Diagnostics;

namespace PgMigrate.Engine.Readiness;

/// <summary>How much a measurement may move yet, and what it has moved. Several streams share it.</summary>
internal sealed class SampleBudget(long mostBytes, TimeSpan mostTime)
{
    private readonly long began = Stopwatch.GetTimestamp();
    private long bytes;
    private long rows;
    private long ended = Stopwatch.GetTimestamp();
    private int begun;
    private int first;

    public long Bytes => Interlocked.Read(ref bytes);

    public long Rows => Interlocked.Read(ref rows);

    /// <summary>From the beginning to the last byte.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(began, Interlocked.Read(ref ended));

    /// <summary>Whether another piece may begin; the first may always.</summary>
    public bool TryBegin() => Interlocked.Increment(ref begun) == 1 || (Bytes < mostBytes && Stopwatch.GetElapsedTime(began) < mostTime);

    /// <summary>True once: for what is done with the first piece alone.</summary>
    public bool TakeFirst() => Interlocked.Exchange(ref first, 1) == 0;

    public void Add(long moreBytes, long moreRows)
    {
        Interlocked.Add(ref bytes, moreBytes);
        Interlocked.Add(ref rows, moreRows);
        Interlocked.Exchange(ref ended, Stopwatch.GetTimestamp());
    }
}
