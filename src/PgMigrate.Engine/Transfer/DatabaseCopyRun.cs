using System.Collections.Concurrent;
using System.Diagnostics;
using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Schema;
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
    private IReadOnlyList<MigrationFinding> lesserRoles = [];
    private IReadOnlySet<string> leftOwners = new HashSet<string>();
    private IReadOnlyList<MigrationFinding> differences = [];
    private IReadOnlyList<MigrationFinding> moved = [];
    private IReadOnlyList<MigrationFinding> fitted = [];

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

    protected override IReadOnlyList<MigrationFinding> Findings => [.. differences, .. moved, .. fitted, .. leftOut, .. lesserRoles, .. Source.Findings];

    protected override SourceSelection Selection => new()
    {
        Filter = new(request.Selection),
        InferTypes = request.InferTypes,
        LockTimeout = request.LockTimeout,
        IdentifierCase = request.IdentifierCase,
        WithDefinitions = true,
        // Where the tables are made and not filled, what they hold is no matter.
        WithRows = request.Sections.HasFlag(DatabaseSections.Data) || !request.Sections.HasFlag(DatabaseSections.PreData),
    };

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
        // A SQLite source has chosen already, by the names that its tables have there.
        var selection = request.Source.Kind == DatabaseKind.Sqlite ? TableSelection.All : request.Selection;
        (var chosen, leftOut) = EntrySelection.Choose(entries, selection, request.ExcludeExtensions);
        if (chosen.Count == 0 && !request.Selection.IsAll) throw CopyErrors.NoTables(request.Source);
        if (request.List is { } list) chosen = ListedEntries.Choose(list, chosen, Source is ArchiveSource archive ? archive.DumpIds : throw ListOfScript());
        // Whatever is chosen, the database is made as the source's is.
        own = [.. entries.Where(DatabaseRenaming.Concerns)];
        if (request.Create) chosen = [.. own, .. chosen.Where(entry => !DatabaseRenaming.Concerns(entry))];
        return EntryRules.Apply(chosen, request);
    }

    protected override Task PrepareDestinationAsync(bool resumes, CancellationToken cancellationToken)
        => request.Create ? DatabaseCreation.RunAsync(request, own, resumes, Observer, cancellationToken) : Task.CompletedTask;

    private static MigrationException ListOfScript()
        => TransferRequest.Conflict(nameof(request.List), "-List names entries by their numbers, and a script's have none.", "Choose with -Table and -Schema, or dump the database as an archive.");

    protected override async Task<bool> RestoreAsync(IReadOnlyList<TocEntry> chosen, CancellationToken cancellationToken)
    {
        (var entries, moved) = await DestinationTablespaces.FitAsync(chosen, Destination, cancellationToken).ConfigureAwait(false);
        await CompareDatabasesAsync(cancellationToken).ConfigureAwait(false);
        if (!request.ContinueOnError && Source is IDatabaseSource source) await source.RequireReadableAsync(entries, cancellationToken).ConfigureAwait(false);
        var there = await DestinationRoles.ReadAsync(Destination, cancellationToken).ConfigureAwait(false);
        var fit = await HostFit.RunAsync(request, Destination, there, entries, cancellationToken).ConfigureAwait(false);
        (entries, fitted) = (fit.Entries, fit.Findings);
        var roles = await PlanRolesAsync(entries, there, fit, cancellationToken).ConfigureAwait(false);
        await MakeRoomAsync(entries, fit.Host, cancellationToken).ConfigureAwait(false);
        this.entries = [.. roles, .. entries];
        await PlanEntriesAsync(this.entries, cancellationToken).ConfigureAwait(false);
        try
        {
            await RestoreAsync(roles, entries, there, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException error) when (entries.FirstOrDefault(entry => entry.Key == error.Subject) is { } entry)
        {
            Fail(entry, error);
            throw;
        }

        fitted = [.. fitted, .. await ApiReach.FindAsync(Destination, fit.Host, entries, cancellationToken).ConfigureAwait(false)];
        await Destination.CommitAsync(cancellationToken).ConfigureAwait(false);
        hasEnded = true;
        findings = Findings;
        return Status == DatabaseCopyStatus.CompletedWithErrors;
    }

    private async Task RestoreAsync(
        IReadOnlyList<TocEntry> roles, IReadOnlyList<TocEntry> entries, DestinationRoles there, CancellationToken cancellationToken)
    {
        var phases = new EntryPhases(entries);
        progress = Count(roles, entries, phases);
        var statements = new EntryStatements
        {
            Role = Destination.Role,
            NoOwner = request.NoOwner,
            Assumable = there.IsSuperuser ? null : there.Assumable,
            LeftOwners = leftOwners,
            LargeObjects = entries.Where(entry => entry.Desc == TocDesc.LargeObjects).ToDictionary(entry => entry.DumpId),
        };
        var restore = new EntryRestore(Destination, Ledger.RunId, statements, progress, Observer);
        var sequence = new EntrySequence(restore, request.ContinueOnError ? Fail : null);
        var preData = entries.Where(entry => phases.Of(entry) == EntryPhase.PreData);
        await sequence.RunAsync(roles.Concat(preData).Where(entry => !Ledger.IsDone(entry)), cancellationToken).ConfigureAwait(false);

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

    /// <summary>Finds what differs between the databases themselves; refuses a run whose text would not fit.</summary>
    private async Task CompareDatabasesAsync(CancellationToken cancellationToken)
    {
        var destination = await Destination.ReadPropertiesAsync(cancellationToken).ConfigureAwait(false);
        var source = (Source as IDatabaseSource)?.Properties;
        // What was made as the source says has room for all that is in it, though an archive's text is always in a character set.
        if (!request.Force && !request.Create) DatabaseDifferences.RequireRoom(source?.Encoding ?? "UTF8", destination);
        differences = source is null ? [] : DatabaseDifferences.Find(source, destination);
    }

    /// <summary>What makes the roles that are missing; refuses a run that would miss them, or may not act for them.</summary>
    private async Task<IReadOnlyList<TocEntry>> PlanRolesAsync(IReadOnlyList<TocEntry> entries, DestinationRoles there, HostFit fit, CancellationToken cancellationToken)
    {
        var roles = new RoleRestore(request, there, Destination.Role, fit);
        var source = request.IncludeRoles ? Source as IDatabaseSource : null;
        roles.Require(entries, areCreated: source is not null);
        (var created, lesserRoles) = source is null ? ([], []) : await roles.PlanAsync(source, cancellationToken).ConfigureAwait(false);
        leftOwners = roles.LeftOwners(entries, areCreated: source is not null);
        lesserRoles = [.. lesserRoles, .. roles.Find(entries, leftOwners)];
        return created;
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
