using System.Diagnostics;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Journal;

namespace PgMigrate.Engine.Transfer;

/// <summary>What has happened to one table so far. Workers add to it at the same time.</summary>
internal sealed class TableTally(TablePlan plan, int number) : IRunningTable
{
    private readonly object gate = new();
    private readonly List<Checkpoint> done = [];
    private IReadOnlyList<Checkpoint> resumed = [];
    private long startedAt;
    private long inFlightRows;
    private long inFlightBytes;
    private MigrationException? failure;

    public TablePlan Plan { get; } = plan;

    /// <summary>Identifies the table's progress within the run; from 1.</summary>
    public int Number { get; } = number;

    public string Name => Plan.Destination.ToString();

    public long? ExpectedRows => Plan.Entry.DataRows;

    public long ExpectedBytes => Plan.Entry.DataBytes;

    public int Chunks { get; private set; }

    public int ResumedChunks => resumed.Count;

    /// <summary>The chunks that are in the destination, those of earlier calls too.</summary>
    public IReadOnlyList<Checkpoint> Arrived
    {
        get
        {
            lock (gate) return [.. resumed, .. done];
        }
    }

    public bool HasFailed
    {
        get
        {
            lock (gate) return failure is not null;
        }
    }

    public CopyCount Moved
    {
        get
        {
            lock (gate) return new(done.Sum(chunk => chunk.Rows) + inFlightRows, done.Sum(chunk => chunk.Bytes) + inFlightBytes);
        }
    }

    /// <summary>Takes over the table's chunks as the journal knows them.</summary>
    public void Begin(IReadOnlyList<Checkpoint> chunks)
    {
        lock (gate)
        {
            Chunks = chunks.Count;
            resumed = [.. chunks.Where(chunk => chunk.Status == CheckpointStatus.Done)];
        }
    }

    public void Start()
    {
        lock (gate) startedAt = startedAt == 0 ? Stopwatch.GetTimestamp() : startedAt;
    }

    /// <summary>Adds what a chunk that has not committed yet has moved since it last told; taken back when its try ends.</summary>
    public void AddInFlight(CopyCount count)
    {
        lock (gate)
        {
            inFlightRows += count.Rows;
            inFlightBytes += count.Bytes;
        }
    }

    public void Complete(Checkpoint chunk)
    {
        lock (gate) done.Add(chunk);
    }

    /// <summary>Notes the first failure; later ones are its echo.</summary>
    public void Fail(MigrationException error)
    {
        lock (gate) failure ??= error;
    }

    public TableCopyResult ToResult(string? rejectPath)
    {
        lock (gate)
        {
            var rejected = done.Sum(chunk => chunk.Rejected);
            return new()
            {
                Schema = Plan.Name.Schema,
                Table = Plan.Name.Name,
                Status = failure is not null ? TableCopyStatus.Failed
                    : rejectPath is not null ? TableCopyStatus.CompletedWithRejects
                    : done.Count == 0 && ResumedChunks > 0 ? TableCopyStatus.AlreadyCopied
                    : TableCopyStatus.Completed,
                Rows = done.Sum(chunk => chunk.Rows),
                Bytes = done.Sum(chunk => chunk.Bytes),
                Elapsed = startedAt == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(startedAt),
                Rejected = rejected,
                RejectPath = rejectPath,
                Chunks = Chunks,
                ResumedChunks = ResumedChunks,
                ErrorMessage = failure?.Message,
                Error = failure,
            };
        }
    }
}
