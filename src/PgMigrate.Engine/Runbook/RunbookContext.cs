using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Journal;
using PgMigrate.Engine.Reports;
using PgMigrate.Engine.Switching;

namespace PgMigrate.Engine.Runbook;

/// <summary>What the steps of one migration share: the ends, the plan, and how far it is, which is kept as soon as it changes.</summary>
internal sealed class RunbookContext(DatabaseMigrationRequest request, RunbookState state, IRunbookJournal journal, IMigrationObserver observer) : IDisposable
{
    private SqliteFence? fileFence;
    // What the journal tells of a killed call's fence may be not yet so, or not any more.
    private bool isFenced;
    private readonly ObjectFilter filter = new(state.Plan.Selection);

    public DatabaseMigrationRequest Request => request;

    public DatabaseEndpoint Source => request.Source;

    public DatabaseEndpoint Destination => request.Destination;

    public MigrationPlan Plan => State.Plan;

    public IMigrationObserver Observer { get; } = new DistinctWarnings(observer);

    public RunbookState State { get; private set; } = state;

    public IRunbookJournal Journal => journal;

    /// <summary>The places of the program: the plan's files, and those whose tokens the journal does not keep.</summary>
    public IReadOnlyList<SwitchTarget> Targets { get; } = [.. state.Plan.EnvPath.Select(SwitchTargets.File), .. request.Targets];

    public DatabaseUrlSwitchRequest SwitchRequest => new()
    {
        Database = request.Application,
        Targets = Targets,
        Name = Plan.Name,
        Dialect = Plan.Dialect,
        JournalPath = SwitchJournalPath,
        PollInterval = request.DeployInterval,
    };

    public DatabaseUrlRestoreRequest RestoreRequest => new() { Targets = Targets, Name = Plan.Name, JournalPath = SwitchJournalPath, PollInterval = request.DeployInterval };

    /// <summary>The file with the values of places that are no files; null for the user's own.</summary>
    private string? SwitchJournalPath => journal.Path is { } path ? path + ".switches" : null;

    /// <summary>Whether the step that runs was begun before and did not come to its end.</summary>
    public bool IsAgain { get; set; }

    /// <summary>What was found on the way that the journal does not keep, for the report.</summary>
    public List<object> Findings { get; } = [];

    /// <summary>The tables that were compared, by their names at the destination; null before.</summary>
    public IReadOnlySet<string>? ComparedTables { get; set; }

    /// <summary>Changes the state and keeps it.</summary>
    public async Task UpdateAsync(Func<RunbookState, RunbookState> change, CancellationToken cancellationToken)
    {
        State = change(State);
        await journal.SaveAsync(State, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Changes the state, and keeps it with what is kept next.</summary>
    public void Note(Func<RunbookState, RunbookState> change) => State = change(State);

    /// <summary>How much has been written to an end so far, in the tables that are migrated.</summary>
    /// <param name="database">The end.</param>
    /// <param name="earlier">An earlier mark, whose tables matter; null for those of the migration.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    public Task<WriteMark> MarkAsync(DatabaseEndpoint database, WriteMark? earlier, CancellationToken cancellationToken)
        => WriteMarks.ReadAsync(database, name => Matters(name, earlier), Observer, cancellationToken);

    /// <summary>Keeps the source from being written to, where the plan says so and it is not kept from it already.</summary>
    /// <exception cref="MigrationException">FenceNotPermitted, FenceNotTight or SqliteFileLocked; there is no fence then.</exception>
    public async Task EnsureFenceAsync(CancellationToken cancellationToken)
    {
        if (!Plan.Fence) return;
        var timeout = TimeSpan.FromSeconds(Plan.FenceTimeout);
        if (Source.Kind == DatabaseKind.Sqlite)
        {
            fileFence ??= await SqliteFence.RaiseAsync(Source.Database, timeout, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (isFenced) return;
        await new DatabaseFence(Source, Observer)
            .RaiseAsync(timeout, State.SourceFence, isTight: true, fence => UpdateAsync(state => state with { SourceFence = fence }, CancellationToken.None), cancellationToken).ConfigureAwait(false);
        isFenced = true;
        Observer.Verbose($"{Source} is fenced: its programs can read and not write.");
    }

    /// <summary>Lets the source be written to again. Not cancelled by the user: nothing may stay behind.</summary>
    /// <exception cref="MigrationException">FenceNotLowered; the journal knows that it is still up.</exception>
    public async Task LowerFenceAsync(CancellationToken cancellationToken)
    {
        ReleaseFile();
        isFenced = false;
        if (State.SourceFence is not { } fence) return;
        try
        {
            await new DatabaseFence(Source, Observer).LowerAsync(fence, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException failure)
        {
            throw RunbookErrors.FenceStuck(Source, failure);
        }

        await UpdateAsync(state => state with { SourceFence = null }, CancellationToken.None).ConfigureAwait(false);
        Observer.Verbose($"{Source} is not fenced any more.");
    }

    /// <summary>Tells of what was written to the source since both ends were compared, once the program has another.</summary>
    public async Task WatchSourceAsync(CancellationToken cancellationToken)
    {
        if (State is not { SwitchedAt: not null, Proven: { } proven }) return;
        var now = await MarkAsync(Source, proven, cancellationToken).ConfigureAwait(false);
        var rows = now.Since(proven);
        Note(state => state with { SourceWrites = rows });
        if (rows == 0) return;
        var tables = now.ChangedSince(proven);
        Observer.Warning(rows is null
            ? $"{Source} may have been written to since both ends were compared: the destination does not have that."
            : $"{ReportText.Of(rows.Value, "row")} of {Source} were written since both ends were compared, and the destination does not have them: {string.Join(", ", tables.Take(5))}{(tables.Count > 5 ? ", …" : "")}. Somebody still uses the old URL.");
    }

    /// <summary>The places that the switch changes. What a step of a workflow has put out ends with the workflow.</summary>
    public IReadOnlyList<RunbookPlace> ChangedPlaces => [.. (State.Places ?? []).Where(place => place.IsChanged && place.Kind != SwitchTargetKind.GitHubOutput)];

    /// <summary>The places that stand at the new database now because of this migration. One that cannot be read or was not named again counts as one.</summary>
    public async Task<IReadOnlyList<RunbookPlace>> FindSwitchedAsync(CancellationToken cancellationToken)
    {
        var changed = ChangedPlaces;
        if (changed.Count == 0 || Targets.Count == 0) return changed;
        var now = await DatabaseUrlSwitching.SwitchAsync(SwitchRequest with { WhatIf = true, TestConnection = false, Force = true }, Observer, cancellationToken).ConfigureAwait(false);
        return [.. changed.Where(place => IsSwitched(place, now.FirstOrDefault(record => record.Target == place.Title)))];
    }

    private bool IsSwitched(RunbookPlace place, DatabaseUrlSwitch? now)
    {
        if (now is null or { Error: not null } || now.OldUrl != place.OldUrl) return true;
        // What cannot be read says the same before and after, and so does a URL whose password alone is another.
        var isAmbiguous = place.OldUrl == place.NewUrl || place is { Kind: SwitchTargetKind.Script, OldUrl: null };
        return isAmbiguous && (!now.IsChanged || State.SwitchedAt is not null);
    }

    /// <summary>Lets go of a SQLite source, which takes one writer at a time.</summary>
    public void ReleaseFile()
    {
        fileFence?.Dispose();
        fileFence = null;
    }

    public void Dispose() => ReleaseFile();

    /// <summary>Requires that the program is given the database that the rows were brought to, by whatever address.</summary>
    /// <exception cref="MigrationException">SwitchNotProven.</exception>
    public async Task RequireApplicationAsync(CancellationToken cancellationToken)
    {
        if (request.ApplicationDatabase is not { } application) return;
        var (there, here) = (await IdentityAsync(application, cancellationToken).ConfigureAwait(false), await IdentityAsync(request.Destination, cancellationToken).ConfigureAwait(false));
        if (application.Database != request.Destination.Database || !there.IsSameServer(here)) throw RunbookErrors.OtherDatabase(application, request.Destination);
    }

    private Task<DestinationIdentity> IdentityAsync(DatabaseEndpoint database, CancellationToken cancellationToken)
        => OneConnection.UseAsIsAsync(database, Observer, connection => DestinationIdentity.ReadAsync(connection, database, cancellationToken), cancellationToken);

    private bool Matters(QualifiedName name, WriteMark? earlier)
    {
        if (earlier?.Tables is { } known) return known.ContainsKey(name.ToString());
        // The selection knows a file's tables by the names that they have there.
        return ComparedTables?.Contains(name.ToString()) ?? (Source.Kind == DatabaseKind.Sqlite || filter.Includes(name));
    }
}
