using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>One run of <see cref="TableCopy"/>.</summary>
internal sealed class TableCopyRun(TableCopyRequest request, IMigrationObserver observer, Action<TableCopyResult> emit)
    : TransferRun(request, observer)
{
    protected override SourceSelection Selection => new()
    {
        Filter = new(request.Selection),
        DestinationSchema = request.DestinationSchema,
        InferTypes = request.InferTypes,
        LockTimeout = request.LockTimeout,
        IdentifierCase = request.IdentifierCase,
        WithDefinitions = request.CreateTable,
    };

    protected override IReadOnlyList<TocEntry> Choose(IReadOnlyList<TocEntry> entries)
    {
        if (request is { CreateTable: true, Source.Kind: not DatabaseKind.Sqlite }) throw CannotCreate();
        var chosen = request.CreateTable ? entries : [.. entries.Where(entry => entry.HasRows)];
        return chosen.Any(entry => entry.HasRows) ? chosen : throw CopyErrors.NoTables(request.Source);
    }

    protected override async Task<bool> RestoreAsync(IReadOnlyList<TocEntry> entries, CancellationToken cancellationToken)
    {
        var phases = new EntryPhases(entries);
        var progress = new EntryProgress(Observer, request.Activity, Waiting(entries).Select(entry => (entry, phases.Of(entry))));
        var restore = new EntryRestore(Destination, Ledger.RunId, new() { Role = Destination.Role }, progress, Observer);
        await PlanEntriesAsync(entries, cancellationToken).ConfigureAwait(false);
        // The tables of a run appear together or not at all.
        await restore.RunAsync([.. entries.Where(entry => phases.Of(entry) == EntryPhase.PreData && !Ledger.IsDone(entry))], cancellationToken)
            .ConfigureAwait(false);
        var catalog = await Destination.ReadCatalogAsync(cancellationToken).ConfigureAwait(false);
        var plans = await TablePlanning.PlanAsync(request, Source, Destination, Ledger, catalog, entries, Observer, null, cancellationToken).ConfigureAwait(false);
        var hasFailed = false;
        var jobs = new TableCopyJobs(request, Source, Destination, Ledger, catalog, restore, Observer, Emit);
        var failures = await jobs.RunAsync(plans, entries, phases, stopsAtFailure: false, cancellationToken).ConfigureAwait(false);
        if (failures.Count > 0) throw failures.MinBy(failure => failure.Key.DumpId).Value;
        return hasFailed;

        void Emit(TableCopyResult result)
        {
            hasFailed |= result.Error is not null;
            emit(result);
        }
    }

    private MigrationException CannotCreate() => new(
        "CreateTableNeedsSqlite",
        MigrationErrorCategory.InvalidArgument,
        "Copy-TableData creates tables from a SQLite source only; this source is PostgreSQL.")
    {
        Subject = request.Source.ToString(),
        Remedy = "Copy the whole database with Copy-PgDatabase, or create the tables first and copy without -CreateTable.",
    };
}
