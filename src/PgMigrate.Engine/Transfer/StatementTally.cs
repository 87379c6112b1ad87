using System.Diagnostics;
using PgMigrate.Engine.Journal;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>What has happened so far to a table whose rows come by statements. Workers add to it at the same time.</summary>
/// <param name="entry">The entry that has the statements.</param>
/// <param name="parts">Its chunks, arrived and not.</param>
internal sealed class StatementTally(TocEntry entry, IReadOnlyList<Checkpoint> parts)
{
    private readonly object gate = new();
    private readonly List<Checkpoint> done = [];
    private readonly long startedAt = Stopwatch.GetTimestamp();

    public TocEntry Entry => entry;

    /// <summary>The chunks that have not arrived.</summary>
    public IEnumerable<Checkpoint> Waiting => parts.Where(part => part.Status != CheckpointStatus.Done);

    public void Complete(Checkpoint part)
    {
        lock (gate) done.Add(part);
    }

    public TableCopyResult ToResult()
    {
        lock (gate)
        {
            return new()
            {
                Schema = entry.Namespace ?? "",
                Table = entry.Tag,
                Status = TableCopyStatus.Completed,
                Rows = done.Sum(part => part.Rows),
                Bytes = done.Sum(part => part.Bytes),
                Elapsed = Stopwatch.GetElapsedTime(startedAt),
                Chunks = parts.Count,
                ResumedChunks = parts.Count - Waiting.Count(),
            };
        }
    }
}
