using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>The entries that have statements instead of rows, and the tables that those fill.</summary>
internal sealed class StatementTables(
    TransferRequest request, IMigrationSource source, Destination destination, RunLedger ledger, PgCatalog catalog, Action<TableCopyResult> emit)
{
    /// <summary>The jobs that execute statements instead of copying rows, by the entry that has them.</summary>
    /// <exception cref="MigrationException">DestinationNotEmpty, SourceChanged.</exception>
    public async Task<IReadOnlyDictionary<TocEntry, StatementParts>> PlanAsync(IReadOnlyList<TocEntry> entries, CancellationToken cancellationToken)
    {
        var waiting = entries.Where(entry => entry.HasStatements && !ledger.IsDone(entry)).ToList();
        await RequireRoomAsync(waiting, cancellationToken).ConfigureAwait(false);
        var executing = new StatementJobs(request, source, destination, ledger);
        var found = new Dictionary<TocEntry, StatementParts>();
        foreach (var entry in waiting)
        {
            var table = TableOf(entry);
            IReadOnlyList<PgTrigger> triggers = table is not null && request.RestsTriggers ? TriggerSwitch.Of(catalog, table, inReplica: true) : [];
            var tally = new StatementTally(entry, await executing.PlanAsync(entry, cancellationToken).ConfigureAwait(false));
            var parts = tally.Waiting.Select(part => new Job(
                $"execute {entry} {part.Chunk.Number}", part.Chunk.EstimatedBytes > 0 ? part.Chunk.EstimatedBytes : entry.DataBytes,
                async token => tally.Complete(await executing.RunAsync(entry, part, triggers, token).ConfigureAwait(false))));
            found[entry] = new([.. parts], AreOrdered: entry.Desc != TocDesc.TableData, token => FinishAsync(tally, token)) { Table = table };
        }

        return found;
    }

    /// <summary>
    /// Refuses tables that were there and have rows which nobody spoke of; tables that this run has begun to fill are its own.
    /// </summary>
    private async Task RequireRoomAsync(IReadOnlyList<TocEntry> entries, CancellationToken cancellationToken)
    {
        if (request.CreatesTables || request.RowMode != CopyMode.Empty) return;
        var tables = entries.Where(entry => ledger.ChunksOf(entry).Count == 0).Select(TableOf).OfType<PgTable>().ToList();
        var filled = await destination.FindFilledAsync(tables.ConvertAll(table => OwnRows.Holders(catalog, table)), cancellationToken).ConfigureAwait(false);
        if (tables.Zip(filled).FirstOrDefault(pair => pair.Second).First is { } table) throw TablePlanning.NotEmpty(table, request);
    }

    private async Task FinishAsync(StatementTally tally, CancellationToken cancellationToken)
    {
        if (tally.Entry.Desc != TocDesc.TableData) return;
        if (TableOf(tally.Entry) is { } table && !request.SkipAnalyze) await destination.ExecuteAsync($"ANALYZE {table.QualifiedName.Sql}", cancellationToken).ConfigureAwait(false);
        emit(tally.ToResult());
    }

    /// <summary>The table that the statements are about; null where they are about anything.</summary>
    private PgTable? TableOf(TocEntry entry) => entry.Desc != TocDesc.TableData ? null
        : catalog.Tables.FirstOrDefault(table => table.Schema == entry.Namespace && table.Name == entry.Tag);
}
