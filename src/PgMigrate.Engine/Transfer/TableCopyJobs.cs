using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Journal;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// The work of a run as a graph of jobs: each table is planned, copied chunk by chunk, finished, and reported when all that belongs
/// to it is done. Entries that come after the rows run as soon as what they depend on is there, while other tables still copy.
/// </summary>
internal sealed class TableCopyJobs(
    TransferRequest request,
    IMigrationSource source,
    Destination destination,
    RunLedger ledger,
    PgCatalog catalog,
    EntryRestore restore,
    IMigrationObserver observer,
    Action<TableCopyResult> emit)
{
    private readonly ChunkLoader loader = new(source, destination, ledger.RunId, request.OnBadRow);
    private readonly ChunkPlanning chunks = new(request, source, destination.Journal, ledger, observer);
    private readonly RunProgress progress = new(observer, request.Activity);

    /// <summary>The names of the tables that are copied, to know whose failure one is.</summary>
    private readonly HashSet<string> names = [];

    private readonly HashSet<PgForeignKey> checkedKeys = new(ReferenceEqualityComparer.Instance);

    private EntryJobs entryJobs = null!;
    private FilledTables tables = null!;

    /// <summary>Runs everything; returns the entries that failed and whose failure no table's result tells.</summary>
    /// <param name="plans">The tables' rows to copy.</param>
    /// <param name="entries">All entries of the run.</param>
    /// <param name="phases">When their turn is.</param>
    /// <param name="stopsAtFailure">Whether the first failure ends the run, instead of what needs the thing that failed.</param>
    /// <param name="cancellationToken">Cancels what is running and takes it back.</param>
    public async Task<IReadOnlyDictionary<TocEntry, MigrationException>> RunAsync(
        IReadOnlyList<TablePlan> plans, IReadOnlyList<TocEntry> entries, EntryPhases phases, bool stopsAtFailure, CancellationToken cancellationToken)
    {
        using var graph = new JobGraph(Math.Max(request.ThrottleLimit, 1), error => stopsAtFailure || CopyErrors.IsConnectionFailure(error));
        tables = new(graph, catalog);
        entryJobs = new(graph, restore, ledger, entries, stopsAtFailure, request.TellsEntriesByTable);
        var tallies = plans.Select((plan, index) => new TableTally(plan, EntryProgress.Number + 1 + index)).ToList();
        var statements = await new StatementTables(request, source, destination, ledger, catalog, emit).PlanAsync(entries, cancellationToken).ConfigureAwait(false);
        AddRows(graph, tallies, statements);
        var bytes = await PlanBytesAsync(entries, cancellationToken).ConfigureAwait(false);
        entryJobs.AddEntries(phases, entry => bytes[entry], statements);
        AddStatementChecks(graph, statements);
        foreach (var tally in tallies) AddReport(graph, tally);
        progress.Begin(tallies);
        try
        {
            await graph.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            progress.End();
        }

        return entryJobs.Failures;
    }

    /// <summary>The jobs for the bytes of large objects, by the entry that stands for them.</summary>
    private async Task<ILookup<TocEntry, Job>> PlanBytesAsync(IReadOnlyList<TocEntry> entries, CancellationToken cancellationToken)
    {
        var copying = new LargeObjectJobs(source, destination, ledger);
        var byId = entries.ToDictionary(entry => entry.DumpId);
        List<(TocEntry Entry, Job Job)> found = [];
        foreach (var entry in entries.Where(entry => entry is { HasData: true, HasRows: false, HasStatements: false } && !ledger.IsDone(entry)))
        {
            var oids = LargeObjectJobs.Of(entry, byId);
            var parts = await copying.PlanAsync(entry, oids, cancellationToken).ConfigureAwait(false);
            found.AddRange(parts.Where(part => part.Status != CheckpointStatus.Done).Select(part => (
                entry, new Job($"copy {entry.Desc} from {part.Chunk.From}", long.MaxValue, token => copying.CopyAsync(part, oids, token)))));
        }

        return found.ToLookup(pair => pair.Entry, pair => pair.Job);
    }

    /// <summary>
    /// Where foreign keys are checked row by row, parents come first and a cycle can't be copied; elsewhere any order will do.
    /// </summary>
    private ForeignKeyOrder? RequireOrder(IReadOnlyList<PgTable> filled)
    {
        if (destination.CanSkipTriggers || request.CreatesTables) return null;
        // A partition that is filled by itself has the place of its root; an extension's table is not in the catalog.
        var roots = catalog.Tables.Where(table => filled.Any(part => part.RootOid == table.Oid));
        var order = ForeignKeyOrder.Of([.. filled.Where(table => table.Oid != 0).Concat(roots).DistinctBy(table => table.Oid)], [.. catalog.ForeignKeys.Where(key => key.IsEnforced)]);
        if (order.Cycles.Count == 0) return order;
        throw new MigrationException(
            "ForeignKeyCycle",
            MigrationErrorCategory.InvalidOperation,
            $"The role may not set session_replication_role, and foreign keys refer in a circle: {string.Join("; ", order.Cycles)}.")
        {
            Subject = order.Cycles[0].ToString(),
            Remedy = "Drop one foreign key of the circle for the time of the copy, or connect as a role that may set "
                + "session_replication_role.",
        };
    }

    /// <summary>Adds the jobs that fill tables, by COPY and by statements, parents first where that matters.</summary>
    private void AddRows(JobGraph graph, IReadOnlyList<TableTally> tallies, IReadOnlyDictionary<TocEntry, StatementParts> statements)
    {
        var own = statements.Where(pair => pair.Key.Desc == TocDesc.TableData).ToList();
        var order = RequireOrder([.. tallies.Select(tally => tally.Plan.Destination), .. own.Select(pair => pair.Value.Table).OfType<PgTable>()]);
        IEnumerable<(PgTable? Table, Action Add)> all =
        [
            .. tallies.Select(tally => ((PgTable?)tally.Plan.Destination, new Action(() => AddTable(graph, tally, order is not null)))),
            .. own.Select(pair => (pair.Value.Table, new Action(() => AddStatements(pair.Key, pair.Value, order is not null)))),
        ];
        foreach (var (_, add) in all.OrderBy(one => one.Table is null or { Oid: 0 } ? 0 : order?.PlaceOf(one.Table.QualifiedName) ?? 0)) add();
    }

    private void AddStatements(TocEntry entry, StatementParts work, bool waitsForParents)
    {
        entryJobs.AddStatements(entry, work, work.Table is { } child && waitsForParents ? tables.ParentsOf(child) : []);
        if (work.Table is { } table) tables.Add(table, entryJobs.FinishOf(entry));
    }

    private void AddTable(JobGraph graph, TableTally tally, bool waitsForParents)
    {
        var plan = tally.Plan;
        names.Add(plan.Destination.ToString());
        var finish = new Job($"finish {plan.Destination}", long.MaxValue, token => FinishAsync(tally, token))
        {
            Failed = error => Fail(tally, error),
        };
        var parents = waitsForParents ? tables.ParentsOf(plan.Destination) : [];
        var start = graph.Add(
            new($"plan {plan.Destination}", plan.Entry.DataBytes, token => PlanAsync(graph, tally, finish, token))
            {
                Failed = error => Fail(tally, error),
            },
            parents);
        graph.Add(finish, start);
        tables.Add(plan.Destination, finish);
        entryJobs.AddRows(plan.Entry, finish);
    }

    private async Task PlanAsync(JobGraph graph, TableTally tally, Job finish, CancellationToken cancellationToken)
    {
        var plan = tally.Plan;
        var known = await chunks.PlanAsync(plan, cancellationToken).ConfigureAwait(false);
        tally.Begin(known);
        foreach (var checkpoint in known.Where(chunk => chunk.Status != CheckpointStatus.Done))
        {
            var chunk = checkpoint.Chunk;
            var size = chunk.EstimatedBytes > 0 ? chunk.EstimatedBytes : plan.Entry.DataBytes / known.Count;
            graph.AddBefore(new($"copy {plan.Destination} {chunk.Number}", size, token => CopyAsync(tally, chunk, token)), finish);
        }
    }

    private async Task CopyAsync(TableTally tally, ChunkBounds chunk, CancellationToken cancellationToken)
    {
        // Another chunk's failure has failed the table: what this one brings would wait for a resumed run just as well.
        if (tally.HasFailed) return;
        tally.Start();
        var told = default(CopyCount);
        try
        {
            var rejectFile = new RejectFile(request.RejectFolder, tally.Plan.Destination.ToString());
            var checkpoint = await destination.UseAsync(
                connection => loader.LoadAsync(connection, tally.Plan, chunk, rejectFile, Moved, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            Moved(default);
            tally.Complete(checkpoint);
            progress.Move(tally);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Moved(default);
            var translated = CopyErrors.Translate(error, tally.Plan.Destination.ToString());
            Fail(tally, translated);
            if (!CopyErrors.IsConnectionFailure(translated))
            {
                await RecordFailureAsync(tally.Plan, chunk, translated, cancellationToken).ConfigureAwait(false);
            }

            throw translated;
        }

        void Moved(CopyCount now)
        {
            tally.AddInFlight(new(now.Rows - told.Rows, now.Bytes - told.Bytes));
            told = now;
            if (now.Bytes > 0) progress.Move(tally);
        }
    }

    private async Task RecordFailureAsync(
        TablePlan plan, ChunkBounds chunk, MigrationException failure, CancellationToken cancellationToken)
    {
        try
        {
            var checkpoint = new Checkpoint
            {
                Entry = plan.Entry.Key,
                Chunk = chunk,
                Status = CheckpointStatus.Failed,
                ErrorMessage = failure.Message,
            };
            await destination.Journal.RecordFailureAsync(ledger.RunId, checkpoint, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException or MigrationException)
        {
            // The journal's connection may be gone, or its disk full. The table's failure is what matters.
            observer.Verbose($"The journal could not be told that {plan.Destination} failed: {error.Message}");
        }
    }

    /// <summary>
    /// Done again where an earlier call brought the last rows: it may have been killed before it came to this. A run that completed did.
    /// </summary>
    private async Task FinishAsync(TableTally tally, CancellationToken cancellationToken)
    {
        progress.Complete(tally);
        if (ledger.IsCompleted) return;
        if (request.AdvancesSequences) await AdvanceSequencesAsync(tally, cancellationToken).ConfigureAwait(false);
        if (request.SkipAnalyze || tally.Plan.Holders.Count == 0) return;
        var holders = string.Join(", ", tally.Plan.Holders.Select(holder => holder.QualifiedName.Sql));
        await destination.ExecuteAsync($"ANALYZE {holders}", cancellationToken).ConfigureAwait(false);
    }

    private async Task AdvanceSequencesAsync(TableTally tally, CancellationToken cancellationToken)
    {
        var table = tally.Plan.Destination;
        var sequences = catalog.Sequences.Where(sequence => sequence.ColumnsOf(table.Oid).Count > 0).ToList();
        var positions = source.DescribeNumbering(tally.Plan.Entry);
        await destination.UseAsync(
            connection => SequenceAdvance.RunAsync(connection, tally.Plan.Destination, tally.Plan.Holders, sequences, positions, observer, cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Rows that came by statements must refer to rows as well as others.</summary>
    private void AddStatementChecks(JobGraph graph, IReadOnlyDictionary<TocEntry, StatementParts> statements)
    {
        foreach (var (entry, work) in statements.Where(pair => pair.Value.Table is not null)) AddChecks(graph, work.Table!, error => entryJobs.Fail(entry, error));
    }

    /// <summary>The jobs that check a table's foreign keys when both ends are there; none where each row was checked as it came.</summary>
    private IReadOnlyList<Job> AddChecks(JobGraph graph, PgTable table, Action<Exception>? failed) =>
    [
        .. catalog.ForeignKeys
            .Where(key => destination.CanSkipTriggers && IsOf(key, table) && key is { IsEnforced: true, IsInherited: false } && checkedKeys.Add(key))
            .Select(key => graph.Add(
                new($"check {key}", 0, token => CheckAsync(key, token)) { Failed = failed },
                [.. tables.FinishesOf(table.Oid).Concat(tables.FinishesOf(key.ParentTableOid)).Distinct()])),
    ];

    /// <summary>Whether the key is the table's, or that of a partitioned table of which it is a part and nothing else brings rows to.</summary>
    private bool IsOf(PgForeignKey key, PgTable table) => key.TableOid == table.Oid || (table.RootOid is { } root && key.TableOid == root && tables.FinishOf(root) is null);

    /// <summary>Reports the table when its rows, its foreign keys' check and the entries that hang on it are done.</summary>
    private void AddReport(JobGraph graph, TableTally tally)
    {
        var table = tally.Plan.Destination;
        var checks = AddChecks(graph, table, failed: null);
        var after = request.TellsEntriesByTable ? entryJobs.DependentsOf(tally.Plan.Entry.Dependencies.Append(tally.Plan.Entry.DumpId)) : [];
        graph.Add(
            new($"report {table}", long.MaxValue, token => ReportAsync(tally, token))
            {
                Failed = error =>
                {
                    Fail(tally, error);
                    foreach (var (entry, _) in after.Where(one => entryJobs.Failures.TryGetValue(one.Entry, out var own) && own == error))
                    {
                        entryJobs.Forget(entry);
                    }

                    progress.Complete(tally);
                    emit(tally.ToResult(null));
                },
            },
            [tables.FinishOf(table.Oid)!, .. checks, .. after.Select(one => one.Job)]);
    }

    private Task CheckAsync(PgForeignKey key, CancellationToken cancellationToken) => destination.UseAsync(
        connection => ForeignKeyCheck.RunAsync(connection, key, catalog, cancellationToken), cancellationToken);

    private async Task ReportAsync(TableTally tally, CancellationToken cancellationToken)
    {
        var rejectPath = await new RejectFile(request.RejectFolder, tally.Plan.Destination.ToString())
            .JoinAsync(tally.Arrived, observer, cancellationToken).ConfigureAwait(false);
        progress.Complete(tally);
        emit(tally.ToResult(rejectPath));
    }

    private void Fail(TableTally tally, Exception error)
    {
        var table = tally.Plan.Destination.ToString();
        var failure = CopyErrors.Translate(error, table);
        var isAnothers = failure.Subject != table && failure.Subject is { } subject && names.Contains(subject);
        tally.Fail(isAnothers ? CopyErrors.Echo(failure, table) : failure);
    }
}
