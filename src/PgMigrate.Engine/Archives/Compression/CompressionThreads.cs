using System.Collections.Concurrent;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// The threads that compress for all tables of one archive. They are threads of their own, because those of the pool wait for rows, and the pool
/// is slow to add others.
/// </summary>
internal sealed class CompressionThreads : IDisposable
{
    /// <summary>Beyond this, rows do not come as fast.</summary>
    private const int Most = 16;

    private readonly BlockingCollection<(CompressionSegment Segment, Action<CompressionSegment> Compress)> work = [];
    private readonly ConcurrentBag<CompressionSegment> idle = [];
    private readonly Lazy<IReadOnlyList<Thread>> threads;
    private int streams;

    public CompressionThreads()
    {
        threads = new(() => [.. Enumerable.Range(0, Count).Select(_ => Start())]);
    }

    private static int Count => Math.Clamp(Environment.ProcessorCount, 1, Most);

    /// <summary>How many parts one stream may have on their way: the fewer, the more streams there are.</summary>
    public int PartsPerStream => Math.Max(2, Count + 2 - Volatile.Read(ref streams));

    /// <summary>Says that a stream has begun.</summary>
    public void Enter() => Interlocked.Increment(ref streams);

    /// <summary>Says that a stream has ended.</summary>
    public void Leave() => Interlocked.Decrement(ref streams);

    /// <summary>An empty part; give it back with <see cref="Return"/>.</summary>
    public CompressionSegment Rent()
    {
        var segment = idle.TryTake(out var known) ? known : new();
        segment.Reset();
        return segment;
    }

    public void Return(CompressionSegment segment) => idle.Add(segment);

    public void Add(CompressionSegment segment, Action<CompressionSegment> compress)
    {
        _ = threads.Value;
        work.Add((segment, compress));
    }

    /// <summary>Ends the threads, after what they are at.</summary>
    public void Dispose()
    {
        work.CompleteAdding();
        if (threads.IsValueCreated)
        {
            foreach (var thread in threads.Value) thread.Join();
        }

        work.Dispose();
    }

    private Thread Start()
    {
        var thread = new Thread(() =>
        {
            foreach (var (segment, compress) in work.GetConsumingEnumerable()) segment.Run(compress);
        })
        { IsBackground = true, Name = "PgMigrate compression" };
        thread.Start();
        return thread;
    }
}
