using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Brings the data of an export: rows and large objects, several at a time where the archive can take them.</summary>
internal sealed class ExportData(
    DatabaseExportRequest request, IMigrationSource source, IMigrationObserver observer, string activity, IReadOnlyList<TocEntry> groups)
{
    private readonly RunProgress progress = new(observer, activity);
    private IReadOnlyList<ExportTally> tallies = [];

    /// <summary>Finds what there is to bring, in the order of the entries.</summary>
    public IReadOnlyList<ExportTally> Plan(IReadOnlyList<TocEntry> entries)
        => tallies = [.. entries.Where(entry => entry.HasData).Select((entry, index) => new ExportTally(entry, EntryProgress.Number + 1 + index))];

    /// <summary>Leaves out what an earlier run has written.</summary>
    public void Keep(IReadOnlyList<FinishedData> kept)
    {
        foreach (var one in kept) tallies.First(tally => tally.Entry.DumpId == one.DumpId).Keep(new(one.Rows, one.Bytes));
    }

    /// <summary>Brings all that is not there yet. The first failure ends it.</summary>
    public async Task WriteAsync(IArchiveWriter writer, CancellationToken cancellationToken)
    {
        var workers = writer.IsSequential ? 1 : request.ThrottleLimit;
        var waiting = tallies.Where(tally => !tally.IsDone);
        // One worker keeps to the order of the entries, in which pg_restore can read an archive from a pipe; several begin with what takes longest.
        if (workers > 1) waiting = waiting.OrderByDescending(tally => tally.Entry.HasRows ? tally.Entry.DataBytes : long.MaxValue);
        progress.Begin(tallies);
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(waiting.ToList(), options, async (tally, token) => await WriteAsync(writer, tally, token).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            progress.End();
        }
    }

    private async Task WriteAsync(IArchiveWriter writer, ExportTally tally, CancellationToken cancellationToken)
    {
        tally.Start();
        tally.Complete(tally.Entry.HasRows
            ? await WriteRowsAsync(writer, tally, cancellationToken).ConfigureAwait(false)
            : new(0, await writer.WriteLargeObjectsAsync(tally.Entry, ReadLargeObjects(tally.Entry, cancellationToken), cancellationToken).ConfigureAwait(false)));
        progress.Complete(tally);
    }

    private async Task<CopyCount> WriteRowsAsync(IArchiveWriter writer, ExportTally tally, CancellationToken cancellationToken)
    {
        var set = source.DescribeRows(tally.Entry, null);
        var rows = await source.OpenRowsAsync(tally.Entry, ChunkBounds.Whole, new() { Format = RowFormat.Text }, cancellationToken).ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            return await writer.WriteRowsAsync(tally.Entry, rows, set, Moved, cancellationToken).ConfigureAwait(false);
        }

        void Moved(CopyCount now)
        {
            tally.Move(now);
            progress.Move(tally);
        }
    }

    /// <summary>Those of the groups that the entry depends on; where one entry stands for all, it depends on none.</summary>
    private IAsyncEnumerable<LargeObjectPart> ReadLargeObjects(TocEntry entry, CancellationToken cancellationToken)
    {
        var own = groups.Where(group => entry.Dependencies.Contains(group.DumpId)).ToList();
        return source.ReadLargeObjectsAsync([.. (own.Count > 0 ? own : groups).SelectMany(LargeObjectGroup.OidsOf).Order()], cancellationToken);
    }
}
