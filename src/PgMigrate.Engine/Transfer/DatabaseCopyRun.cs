using System.Collections.Concurrent;
using System.Diagnostics;
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
    private IReadOnlyList<MigrationFinding> differences = [];
    private IReadOnlyList<MigrationFinding> moved = [];
    private int objects;
    private int resumed;

    public DatabaseCopyResult Result => new()
    {
        Source = request.Source.ToString(),
        Destination = request.Destination.ToString(),
        Status = Status,
        Objects = objects,
        ResumedObjects = resumed,
        Tables = [.. tables.Values.OrderBy(table => table.Schema, StringComparer.Ordinal).ThenBy(table => table.Table, StringComparer.Ordinal)],
        Elapsed = Stopwatch.GetElapsedTime(startedAt),
        Failures = [.. failures.Values.OrderBy(failure => failure.Kind, StringComparer.Ordinal).ThenBy(failure => failure.Name, StringComparer.Ordinal)],
        Findings = findings,
    };

    protected override IReadOnlyList<MigrationFinding> Findings => [.. differences, .. moved, .. leftOut, .. lesserRoles, .. Source.Findings];

    protected override SourceSelection Selection => new()
    {
        Filter = new(request.Selection),
        InferTypes = request.InferTypes,
        IdentifierCase = request.IdentifierCase,
        WithDefinitions = true,
    };

    private DatabaseCopyStatus Status => !failures.IsEmpty || tables.Values.Any(table => table.Error is not null) ? DatabaseCopyStatus.CompletedWithErrors
        : tables.Values.Any(table => table.RejectPath is not null) ? DatabaseCopyStatus.CompletedWithRejects
        : objects == 0 && resumed > 0 && tables.Values.All(table => table.Status == TableCopyStatus.AlreadyCopied) ? DatabaseCopyStatus.AlreadyCopied
        : DatabaseCopyStatus.Completed;

    protected override IReadOnlyList<TocEntry> Choose(IReadOnlyList<TocEntry> entries)
    {
        // A SQLite source has chosen already, by the names that its tables have there.
        var selection = request.Source.Kind == DatabaseKind.Sqlite ? TableSelection.All : request.Selection;
        (var chosen, leftOut) = EntrySelection.Choose(entries, selection, request.ExcludeExtensions);
        if (chosen.Count == 0 && !request.Selection.IsAll) throw CopyErrors.NoTables(request.Source);
        return EntryRules.Apply(chosen, request);
    }

    protected override async Task<bool> RestoreAsync(IReadOnlyList<TocEntry> chosen, CancellationToken cancellationToken)
    {
        (var entries, moved) = await DestinationTablespaces.FitAsync(chosen, Destination, cancellationToken).ConfigureAwait(false);
        var phases = new EntryPhases(entries);
        var statements = new EntryStatements { Role = Destination.Role, NoOwner = request.NoOwner };
        var restore = new EntryRestore(Destination, Ledger.RunId, statements, Observer);
        resumed = entries.Count(entry => !entry.HasData && Ledger.IsDone(entry));
        await CompareDatabasesAsync(cancellationToken).ConfigureAwait(false);
        await MakeRoomAsync(entries, cancellationToken).ConfigureAwait(false);
        var roles = await RestoreRolesAsync(entries, cancellationToken).ConfigureAwait(false);
        await PlanEntriesAsync([.. roles, .. entries], cancellationToken).ConfigureAwait(false);

        var sequence = new EntrySequence(restore, request.ContinueOnError ? Fail : null);
        var preData = entries.Where(entry => phases.Of(entry) == EntryPhase.PreData);
        await sequence.RunAsync(roles.Concat(preData).Where(entry => !Ledger.IsDone(entry)), cancellationToken).ConfigureAwait(false);

        var catalog = await Destination.ReadCatalogAsync(cancellationToken).ConfigureAwait(false);
        var plans = await TablePlanning.PlanAsync(request, Source, Destination, Ledger, catalog, entries, Observer, request.ContinueOnError ? Fail : null, cancellationToken).ConfigureAwait(false);
        var jobs = new TableCopyJobs(request, Source, Destination, Ledger, catalog, restore, Observer, table => tables[table.ToString()] = table);
        foreach (var (entry, error) in await jobs.RunAsync(plans, entries, phases, !request.ContinueOnError, cancellationToken).ConfigureAwait(false))
        {
            Fail(entry, error);
        }

        objects = entries.Count(entry => !entry.HasData) - resumed - failures.Count;
        findings = Findings;
        return Status == DatabaseCopyStatus.CompletedWithErrors;
    }

    /// <summary>Finds what differs between the databases themselves; refuses a run whose text would not fit.</summary>
    private async Task CompareDatabasesAsync(CancellationToken cancellationToken)
    {
        var destination = await Destination.ReadPropertiesAsync(cancellationToken).ConfigureAwait(false);
        var source = (Source as IDatabaseSource)?.Properties;
        if (!request.Force) DatabaseDifferences.RequireRoom(source?.Encoding ?? "UTF8", destination);
        differences = source is null ? [] : DatabaseDifferences.Find(source, destination);
    }

    /// <summary>What makes the roles that are missing; refuses a run that would miss them.</summary>
    private async Task<IReadOnlyList<TocEntry>> RestoreRolesAsync(IReadOnlyList<TocEntry> entries, CancellationToken cancellationToken)
    {
        var roles = new RoleRestore(Destination, request);
        if (!request.IncludeRoles || Source is not IDatabaseSource source)
        {
            await roles.RequireOwnersAsync(entries, cancellationToken).ConfigureAwait(false);
            return [];
        }

        (var created, lesserRoles) = await roles.PlanAsync(source, cancellationToken).ConfigureAwait(false);
        return created;
    }

    private async Task MakeRoomAsync(IReadOnlyList<TocEntry> entries, CancellationToken cancellationToken)
    {
        if (resumed > 0 || entries.Any(Ledger.IsDone)) return;
        if (request.Clean)
        {
            await DestinationRoom.CleanAsync(Destination, Ledger, entries, request.IfExists, cancellationToken).ConfigureAwait(false);
        }
        else if (!request.Force && request.Sections.HasFlag(DatabaseSections.PreData))
        {
            await DestinationRoom.RequireEmptyAsync(Destination, request.Destination, cancellationToken).ConfigureAwait(false);
        }
    }

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
