using System.Collections.Concurrent;
using System.Diagnostics;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>One run of <see cref="DatabaseCopy"/>.</summary>
internal sealed class DatabaseCopyRun(DatabaseCopyRequest request, IMigrationObserver observer) : TransferRun(request, observer)
{
    private readonly long startedAt = Stopwatch.GetTimestamp();

    /// <summary>By name: after a lost connection a table may be told of again.</summary>
    private readonly ConcurrentDictionary<string, TableCopyResult> tables = new();
    private readonly ConcurrentDictionary<string, ObjectFailure> failures = new();
    private IReadOnlyList<MigrationFinding> findings = [];
    private IReadOnlyList<MigrationFinding> leftOut = [];
    private DatabaseFit? fit;
    private IReadOnlyList<MigrationFinding> reach = [];

    /// <summary>The objects and the tables' rows that there are to bring; none before that is known.</summary>
    private IReadOnlyList<TocEntry> entries = [];
    private EntryProgress? progress;

    /// <summary>The objects that were there when the run began, and when it last had its ends.</summary>
    private int? resumed;
    private int found;

    /// <summary>The tables whose rows were there then.</summary>
    private readonly HashSet<string> filled = [];
    private bool hasEnded;

    /// <summary>What the source says of its database itself.</summary>
    private IReadOnlyList<TocEntry> own = [];

    /// <summary>Whether the destination may have changed, so that there is something to tell of a run that ends early.</summary>
    public bool HasBegun => progress is not null;

    public DatabaseCopyResult Result => new()
    {
        Source = request.Source.ToString(),
        Destination = request.Destination.ToString(),
        Status = Status,
        Objects = IsTakenBack ? 0 : Made,
        ResumedObjects = resumed ?? 0,
        Tables = [.. tables.Values.Where(table => !IsTakenBack || table.Error is not null).OrderBy(table => table.Schema, StringComparer.Ordinal).ThenBy(table => table.Table, StringComparer.Ordinal)],
        Elapsed = Stopwatch.GetElapsedTime(startedAt),
        Failures = [.. failures.Values.OrderBy(failure => failure.Kind, StringComparer.Ordinal).ThenBy(failure => failure.Name, StringComparer.Ordinal)],
        Findings = findings,
    };

    protected override IReadOnlyList<MigrationFinding> Findings => [.. fit?.Findings ?? [], .. fit?.Losses ?? [], .. reach, .. leftOut, .. fit?.Ownership ?? [], .. Source.Findings];

    protected override SourceSelection Selection => request.SourceSelection;

    protected override bool IsPaused => request.PausesBeforeRows;

    private DatabaseCopyStatus Status => !hasEnded ? DatabaseCopyStatus.Failed
        : !failures.IsEmpty || tables.Values.Any(table => table.Error is not null) ? DatabaseCopyStatus.CompletedWithErrors
        : tables.Values.Any(table => table.RejectPath is not null) ? DatabaseCopyStatus.CompletedWithRejects
        : Made == 0 && resumed > 0 && tables.Values.All(table => table.Status == TableCopyStatus.AlreadyCopied) ? DatabaseCopyStatus.AlreadyCopied
        : DatabaseCopyStatus.Completed;

    /// <summary>Whether what has been brought was one transaction, which did not commit.</summary>
    private bool IsTakenBack => request.SingleTransaction && !hasEnded;

    /// <summary>The objects that this run made.</summary>
    private int Made => found - (resumed ?? 0) + (progress?.Arrived ?? 0);

    /// <summary>The error that ended the run, with how far it came.</summary>
    public MigrationException Explain(MigrationException error)
    {
        if (IsTakenBack) return error.ErrorId == "CommitInDoubt" ? error : error.WithRemedy(
            "The destination is as it was: mend what the message complains of, then run the same command again.");
        var (made, all) = ((resumed ?? 0) + Made, entries.Count(entry => !entry.HasData));
        var copied = filled.Union(tables.Where(table => table.Value.Error is null).Select(table => table.Key)).Count();
        if (made == 0 && copied == 0) return error;
        var howFar = FormattableString.Invariant(
            $"{made:N0} of {all:N0} objects and the rows of {copied:N0} of {entries.Count(entry => entry.HasRows):N0} tables have arrived; the same command with -Resume goes on from there.");
        return error.WithRemedy(error.Remedy is null ? howFar : $"{error.Remedy} {howFar}");
    }

    protected override IReadOnlyList<TocEntry> Choose(IReadOnlyList<TocEntry> entries)
    {
        var chosen = ChosenEntries.Of(request, Source, entries);
        (leftOut, own) = (chosen.LeftOut, chosen.Own);
        return chosen.Entries;
    }

    protected override Task PrepareDestinationAsync(bool resumes, CancellationToken cancellationToken)
        => request.Create ? DatabaseCreation.RunAsync(request, own, resumes, Observer, cancellationToken) : Task.CompletedTask;

    protected override async Task<bool> RestoreAsync(IReadOnlyList<TocEntry> chosen, CancellationToken cancellationToken)
    {
        fit = await DatabaseFit.RunAsync(request, Source, Destination, chosen, error => throw error, cancellationToken).ConfigureAwait(false);
        var (roles, entries) = (fit.Roles, fit.Entries);
        await MakeRoomAsync(entries, fit.Host, cancellationToken).ConfigureAwait(false);
        this.entries = [.. roles, .. entries];
        await PlanEntriesAsync(this.entries, cancellationToken).ConfigureAwait(false);
        try
        {
            await RestoreAsync(roles, entries, fit, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException error) when (entries.FirstOrDefault(entry => entry.Key == error.Subject) is { } entry)
        {
            Fail(entry, error);
            throw;
        }

        reach = (await ApiReach.FindAsync(Destination, fit.Host, entries, cancellationToken).ConfigureAwait(false)).All;
        await Destination.CommitAsync(cancellationToken).ConfigureAwait(false);
        hasEnded = true;
        findings = Findings;
        return Status == DatabaseCopyStatus.CompletedWithErrors;
    }

    private async Task RestoreAsync(
        IReadOnlyList<TocEntry> roles, IReadOnlyList<TocEntry> entries, DatabaseFit fit, CancellationToken cancellationToken)
    {
        var phases = new EntryPhases(entries);
        progress = Count(roles, entries, phases);
        var statements = fit.Statements(request, Destination);
        var restore = new EntryRestore(Destination, Ledger.RunId, statements, progress, Observer);
        var sequence = new EntrySequence(restore, request.ContinueOnError ? Fail : null);
        var preData = entries.Where(entry => phases.Of(entry) == EntryPhase.PreData);
        await sequence.RunAsync(roles.Concat(preData).Where(entry => !Ledger.IsDone(entry)), cancellationToken).ConfigureAwait(false);
        if (request.PausesBeforeRows) return;

        var catalog = await Destination.ReadCatalogAsync(cancellationToken).ConfigureAwait(false);
        if (request.DisableTriggers) await RequireSwitchableAsync(entries, catalog, cancellationToken).ConfigureAwait(false);
        var plans = await TablePlanning.PlanAsync(request, Source, Destination, Ledger, catalog, entries, Observer, request.ContinueOnError ? Fail : null, cancellationToken).ConfigureAwait(false);
        var jobs = new TableCopyJobs(request, Source, Destination, Ledger, catalog, restore, Observer, Tell);
        foreach (var (entry, error) in await jobs.RunAsync(plans, entries, phases, !request.ContinueOnError, cancellationToken).ConfigureAwait(false))
        {
            Fail(entry, error);
        }

        await Source.RequireUnchangedAsync(cancellationToken).ConfigureAwait(false);
        progress.End();
    }

    private Task RequireSwitchableAsync(IReadOnlyList<TocEntry> entries, PgCatalog catalog, CancellationToken cancellationToken)
    {
        var filled = entries.Where(entry => entry.Desc == TocDesc.TableData).Select(entry => new QualifiedName(entry.Namespace!, entry.Tag)).ToHashSet();
        return TriggerSwitch.RequirePermittedAsync(Destination, catalog, catalog.Tables.Where(table => filled.Contains(table.QualifiedName)), cancellationToken);
    }

    /// <summary>Notes what is there, and counts from now on what comes.</summary>
    private EntryProgress Count(IReadOnlyList<TocEntry> roles, IReadOnlyList<TocEntry> entries, EntryPhases phases)
    {
        found = this.entries.Count(entry => !entry.HasData && Ledger.IsDone(entry));
        resumed ??= found;
        filled.UnionWith(entries.Where(entry => entry.HasRows && Ledger.IsDone(entry)).Select(entry => $"{entry.Namespace}.{entry.Tag}"));
        return new(
            Observer, request.Activity,
            [.. Waiting(roles).Select(role => (role, EntryPhase.PreData)), .. Waiting(entries).Select(entry => (entry, phases.Of(entry)))]);
    }

    private async Task MakeRoomAsync(IReadOnlyList<TocEntry> entries, HostProfile host, CancellationToken cancellationToken)
    {
        if (entries.Any(Ledger.IsDone)) return;
        if (request.Clean && !request.Create)
        {
            await DestinationRoom.CleanAsync(Destination, Ledger, entries, request.IfExists, cancellationToken).ConfigureAwait(false);
        }
        // A list can be one of rows alone.
        else if (!request.Force && request.Sections.HasFlag(DatabaseSections.PreData) && (request.List is null || entries.Any(entry => entry.Section == TocSection.PreData)))
        {
            await DestinationRoom.RequireEmptyAsync(Destination, request.Destination, host, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>After a lost connection a table is told of again, as one that had arrived.</summary>
    private void Tell(TableCopyResult table) => tables.AddOrUpdate(
        $"{table.Schema}.{table.Table}", table, (_, known) => known.Error is null && table.Status == TableCopyStatus.AlreadyCopied ? known : table);

    private void Fail(TocEntry entry, MigrationException error) => failures[entry.Key] = new()
    {
        Kind = entry.Desc,
        Schema = entry.Namespace,
        Name = entry.Tag,
        ErrorMessage = error.Message,
        Statement = error.Statement,
        Error = error,
    };
}
