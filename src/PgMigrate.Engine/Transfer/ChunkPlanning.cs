using PgMigrate.Engine.Journal;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>The chunks of a table: those that an earlier call has fixed, or else new ones, noted in the journal.</summary>
internal sealed class ChunkPlanning(
    TransferRequest request, IMigrationSource source, IMigrationJournal journal, RunLedger ledger, IMigrationObserver observer)
{
    /// <summary>Large enough that a transaction's cost vanishes, small enough that an interrupted one costs little.</summary>
    private const long ChunkBytes = 256L * 1024 * 1024;

    /// <summary>The chunks, arrived and not.</summary>
    /// <exception cref="MigrationException">SourceChanged: what of the table has arrived can't be told any more.</exception>
    public async Task<IReadOnlyList<Checkpoint>> PlanAsync(TablePlan plan, CancellationToken cancellationToken)
    {
        var known = ledger.ChunksOf(plan.Entry);
        if (known.Count == 0) return await CutAsync(plan, cancellationToken).ConfigureAwait(false);
        await RequireUnchangedAsync(plan, known, cancellationToken).ConfigureAwait(false);
        return known;
    }

    private async Task<IReadOnlyList<Checkpoint>> CutAsync(TablePlan plan, CancellationToken cancellationToken)
    {
        // Rows that refer to rows of their own table must come in one statement where foreign keys are checked.
        var target = plan.RefersToItself ? new ChunkTarget(long.MaxValue) : new(ChunkBytes, request.BatchSize);
        var bounds = await source.PlanChunksAsync(plan.Entry, target, cancellationToken).ConfigureAwait(false);
        var checkpoints = bounds.Select(chunk => new Checkpoint
        {
            Entry = plan.Entry.Key,
            TableName = plan.Destination.ToString(),
            Chunk = chunk,
        }).ToList();
        await journal.PlanAsync(ledger.RunId, checkpoints, cancellationToken).ConfigureAwait(false);
        return checkpoints;
    }

    /// <summary>
    /// Rows keep their key but not their block, nor SQLite's rowid that no column names (VACUUM gives new ones): what of a table that was
    /// written to has arrived can't be told any more.
    /// </summary>
    private async Task RequireUnchangedAsync(TablePlan plan, IReadOnlyList<Checkpoint> known, CancellationToken cancellationToken)
    {
        if (ledger.IsDone(plan.Entry) || await ledger.IsUnchangedAsync(plan.Entry, source, cancellationToken).ConfigureAwait(false)) return;
        if (known.All(chunk => chunk.Chunk.Kind == ChunkKind.Whole || chunk.Chunk.Column is not null))
        {
            observer.Warning(
                $"{plan.Destination}: the source's table was written to since the copy began; what changed in the chunks that had arrived "
                    + "is not brought.");
            return;
        }

        throw new MigrationException(
            "SourceChanged",
            MigrationErrorCategory.InvalidOperation,
            $"{plan.Destination} has no integer key to resume by, and the source's table was written to since the copy began.")
        {
            Subject = plan.Destination.ToString(),
            Remedy = "Copy it anew with -Restart -Mode Truncate.",
        };
    }
}
