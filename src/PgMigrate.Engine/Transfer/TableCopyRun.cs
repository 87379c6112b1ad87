using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Journal;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>One run of <see cref="TableCopy"/>: opens both ends, refuses what would fail, then lets <see cref="TableCopyJobs"/> do the work.</summary>
internal sealed class TableCopyRun(TableCopyRequest request, IMigrationObserver observer, Action<TableCopyResult> emit) : IAsyncDisposable
{
    private IMigrationSource source = null!;
    private Destination destination = null!;
    private RunLedger ledger = null!;

    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var entries = await TranslatedAsync(CopyErrors.Source, () => OpenSourceAsync(cancellationToken)).ConfigureAwait(false);
        await TranslatedAsync(CopyErrors.Destination, () => CopyAllAsync(entries, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Opens the source and returns its entries.</summary>
    private async Task<IReadOnlyList<TocEntry>> OpenSourceAsync(CancellationToken cancellationToken)
    {
        source = await MigrationSources.OpenAsync(request.Source, Selection(), observer, cancellationToken).ConfigureAwait(false);
        var entries = await source.ReadEntriesAsync(cancellationToken).ConfigureAwait(false);
        if (!request.CreateTable) entries = [.. entries.Where(entry => entry.HasData)];
        if (!entries.Any(entry => entry.HasData)) throw CopyErrors.NoTables(request.Source);
        return entries;
    }

    private async Task<bool> CopyAllAsync(IReadOnlyList<TocEntry> entries, CancellationToken cancellationToken)
    {
        destination = await OpenDestinationAsync(cancellationToken).ConfigureAwait(false);
        ledger = await RunLedger
            .OpenAsync(destination.Journal, request, source, entries, observer, cancellationToken).ConfigureAwait(false);
        try
        {
            var hasFailed = await CopyAsync(entries, cancellationToken).ConfigureAwait(false);
            await EndAsync(hasFailed ? MigrationStatus.Failed : MigrationStatus.Completed, cancellationToken).ConfigureAwait(false);
            return hasFailed;
        }
        catch
        {
            await TryMarkFailedAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<T> TranslatedAsync<T>(string end, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException or IOException)
        {
            throw CopyErrors.Translate(error, (end == CopyErrors.Source ? request.Source : request.Destination).ToString(), end);
        }
    }

    private SourceSelection Selection() => new()
    {
        Filter = new(request.Selection),
        DestinationSchema = request.DestinationSchema,
        InferTypes = request.InferTypes,
        IdentifierCase = request.IdentifierCase,
        IsProfiled = request.CreateTable,
    };

    public async ValueTask DisposeAsync()
    {
        if (destination is not null) await destination.DisposeAsync().ConfigureAwait(false);
        if (source is not null) await source.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Returns whether a table failed.</summary>
    private async Task<bool> CopyAsync(IReadOnlyList<TocEntry> entries, CancellationToken cancellationToken)
    {
        await EntryRestore.RunPreDataAsync(destination, ledger, entries, cancellationToken).ConfigureAwait(false);
        var catalog = await destination.ReadCatalogAsync(cancellationToken).ConfigureAwait(false);
        var matching = new TableMatching(source, catalog, observer);
        var plans = entries.Where(entry => entry.HasData).Select(entry => matching.Match(entry, request.DestinationSchema, request.Mode)).ToList();
        if (!destination.CanSkipTriggers) plans = plans.ConvertAll(plan => Checked(plan, catalog));
        await RequireRoomAsync(plans, cancellationToken).ConfigureAwait(false);
        if (request.Mode == CopyMode.Truncate) await TruncateAsync(plans, cancellationToken).ConfigureAwait(false);
        var jobs = new TableCopyJobs(request, source, destination, ledger, catalog, observer, emit);
        return await jobs.RunAsync(plans, entries, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Destination> OpenDestinationAsync(CancellationToken cancellationToken)
    {
        if (request.Destination.Kind != DatabaseKind.PostgreSql)
        {
            throw new MigrationException(
                "DestinationNotPostgreSql", MigrationErrorCategory.InvalidArgument, $"The destination {request.Destination} is not a PostgreSQL database.")
            {
                Subject = request.Destination.ToString(),
                Remedy = "Name a PostgreSQL database with -Destination.",
            };
        }

        var connector = new PostgresConnector(MigrationRoute.Prepare(request.Destination, observer), MigrationSources.ConnectorOptions, observer);
        if (request is { Resume: true, JournalPath: { } path } && !File.Exists(path)) observer.Warning($"There is no journal '{path}': nothing is resumed.");
        return await Destination.OpenAsync(connector, request.JournalPath, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The plan for a role that can't let triggers and foreign keys rest. A partition may have triggers of its own.</summary>
    private static TablePlan Checked(TablePlan plan, PgCatalog catalog)
    {
        var table = plan.Destination;
        var parts = catalog.Tables.Where(part => part.RootOid == table.Oid).Select(part => part.Oid).Append(table.Oid).ToHashSet();
        return plan with
        {
            ChecksForeignKeys = true,
            RefersToItself = catalog.ForeignKeys.Any(key => key.IsEnforced && key.IsSelfReference && key.TableOid == table.Oid),
            Triggers =
            [
                .. catalog.Triggers.Where(trigger => parts.Contains(trigger.TableOid)
                    && trigger.EnabledState is TriggerEnabledState.Origin or TriggerEnabledState.Always),
            ],
        };
    }

    /// <summary>Refuses tables that have rows which nobody spoke of; tables that this run has begun to fill are its own.</summary>
    private async Task RequireRoomAsync(IReadOnlyList<TablePlan> plans, CancellationToken cancellationToken)
    {
        foreach (var plan in plans)
        {
            var hasRows = new Lazy<Task<bool>>(() => destination.HasRowsAsync(plan.Holders, cancellationToken));
            var chunks = ledger.ChunksOf(plan.Entry);
            if (chunks.Where(chunk => chunk.Status == CheckpointStatus.Done).Sum(chunk => chunk.Rows) > 0 && !await hasRows.Value.ConfigureAwait(false))
            {
                throw new MigrationException(
                    "JournalOutdated",
                    MigrationErrorCategory.InvalidOperation,
                    $"The journal says that rows of {plan.Destination} have arrived, but the table is empty now.")
                {
                    Subject = plan.Destination.ToString(),
                    Remedy = "Copy it anew with -Restart.",
                };
            }

            if (request.Mode != CopyMode.Empty || chunks.Count > 0 || !await hasRows.Value.ConfigureAwait(false)) continue;
            throw new MigrationException(
                "DestinationNotEmpty", MigrationErrorCategory.ResourceExists, $"The destination's table {plan.Destination} has rows already.")
            {
                Subject = plan.Destination.ToString(),
                Remedy = "Say with -Mode Append, Truncate or Upsert what shall become of them.",
            };
        }
    }

    /// <summary>All tables in one statement, so that foreign keys among them are no obstacle, with their checkpoints in the same transaction.</summary>
    private async Task TruncateAsync(IReadOnlyList<TablePlan> plans, CancellationToken cancellationToken)
    {
        var waiting = plans.Where(plan => !ledger.IsPrepared(plan.Entry) && !ledger.IsDone(plan.Entry)).ToList();
        if (waiting.Count == 0) return;
        var checkpoints = waiting.ConvertAll(plan => new Checkpoint
        {
            Entry = plan.Entry.Key,
            TableName = plan.Destination.ToString(),
            Chunk = ChunkBounds.Whole with { Number = 0 },
            Status = CheckpointStatus.Done,
        });
        await destination.Journal.PlanAsync(ledger.RunId, checkpoints, cancellationToken).ConfigureAwait(false);
        var tables = waiting.SelectMany(plan => plan.Holders).Select(OwnRows.Of).ToList();
        var statement = tables.Count > 0 ? $"TRUNCATE {string.Join(", ", tables)}" : "SELECT";
        try
        {
            await EntryRestore.ApplyAsync(destination, ledger.RunId, statement, checkpoints, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.FeatureNotSupported)
        {
            throw new MigrationException(
                "TruncateRefused",
                MigrationErrorCategory.InvalidOperation,
                $"The tables can't be emptied, because a table that is not copied refers to one of them: {error.Detail ?? error.MessageText}",
                error)
            {
                Subject = request.Destination.ToString(),
                Remedy = "Copy the table that refers too, or use -Mode Upsert.",
                SqlState = error.SqlState,
            };
        }
    }

    private async Task EndAsync(MigrationStatus status, CancellationToken cancellationToken)
    {
        foreach (var finding in source.Findings) observer.Warning(finding.ToString());
        if (request.RemoveJournal && status == MigrationStatus.Completed)
        {
            await destination.Journal.RemoveAsync(RunLedger.IdentityOf(request.Source), cancellationToken).ConfigureAwait(false);
            return;
        }

        await destination.Journal.SetStatusAsync(ledger.RunId, status, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The journal may be gone with the connection; then the run stays as it is, which is resumable too.</summary>
    private async Task TryMarkFailedAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await destination.Journal.SetStatusAsync(ledger.RunId, MigrationStatus.Failed, patience.Token).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            observer.Verbose($"The journal could not be told of the failure: {error.Message}");
        }
    }
}
