using System.Diagnostics;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>What has happened so far to one entry's data in an export. One worker adds to it while others look.</summary>
internal sealed class ExportTally(TocEntry entry, int number) : IRunningTable
{
    private readonly object gate = new();
    private CopyCount moved;
    private long startedAt;
    private TimeSpan elapsed;
    private bool isKept;

    public TocEntry Entry => entry;

    public int Number => number;

    public string Name => entry.HasRows ? $"{entry.Namespace}.{entry.Tag}" : "large objects";

    public long? ExpectedRows => entry.DataRows;

    public long ExpectedBytes => entry.DataBytes;

    public bool IsDone { get; private set; }

    public CopyCount Moved
    {
        get
        {
            lock (gate) return moved;
        }
    }

    public void Start() => startedAt = Stopwatch.GetTimestamp();

    public void Move(CopyCount count)
    {
        lock (gate) moved = count;
    }

    /// <summary>Notes that all is written.</summary>
    public void Complete(CopyCount count)
    {
        Move(count);
        elapsed = Stopwatch.GetElapsedTime(startedAt);
        IsDone = true;
    }

    /// <summary>Notes that an earlier run had written all.</summary>
    public void Keep(CopyCount count)
    {
        Move(count);
        (isKept, IsDone) = (true, true);
    }

    public TableExportResult ToResult() => new()
    {
        Schema = entry.Namespace!,
        Table = entry.Tag,
        Rows = Moved.Rows,
        Bytes = Moved.Bytes,
        Elapsed = elapsed,
        IsKept = isKept,
    };
}
