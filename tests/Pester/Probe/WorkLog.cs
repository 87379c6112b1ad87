using System.Collections.Concurrent;

namespace PgMigrate.Probe;

/// <summary>What the work has done, for a test to wait on and to read after the cmdlet has gone.</summary>
public sealed class WorkLog
{
    private readonly ConcurrentQueue<string> lines = new();

    public ManualResetEventSlim Started { get; } = new();

    /// <summary>Ends work that ignores its cancellation.</summary>
    public ManualResetEventSlim Release { get; } = new();

    public IReadOnlyList<string> Lines => [.. lines];

    public void Add(string line) => lines.Enqueue(line);
}
