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
        IdentifierCase = request.IdentifierCase,
        WithDefinitions = request.CreateTable,
    };

    protected override IReadOnlyList<TocEntry> Choose(IReadOnlyList<TocEntry> entries)
    {
        if (request is { CreateTable: true, Source.Kind: not DatabaseKind.Sqlite }) throw CannotCreate();
        var chosen = request.CreateTable ? entries : [.. entries.Where(entry => entry.HasData)];
        return chosen.Any(entry => entry.HasData) ? chosen : throw CopyErrors.NoTables(request.Source);
    }

    protected override async Task<bool> RestoreAsync(IReadOnlyList<TocEntry> entries, CancellationToken cancellationToken)
    {
        await EntryRestore.RunPreDataAsync(Destination, Ledger, entries, cancellationToken).ConfigureAwait(false);
        var catalog = await Destination.ReadCatalogAsync(cancellationToken).ConfigureAwait(false);
        var plans = await TablePlanning.PlanAsync(request, Source, Destination, Ledger, catalog, entries, Observer, cancellationToken).ConfigureAwait(false);
        var jobs = new TableCopyJobs(request, Source, Destination, Ledger, catalog, Observer, emit);
        return await jobs.RunAsync(plans, entries, cancellationToken).ConfigureAwait(false);
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
