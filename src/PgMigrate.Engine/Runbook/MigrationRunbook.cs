using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Journal;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Runbook;

/// <summary>Whole migrations, from the assessment to the switch and back: the engine of <c>Start-DatabaseMigration</c> and its companions.</summary>
public static class MigrationRunbook
{
    /// <summary>The steps that a migration would take. Nothing is changed.</summary>
    /// <exception cref="MigrationException">The request contradicts itself, or an end cannot be read.</exception>
    public static Task<IReadOnlyList<MigrationStep>> PlanAsync(DatabaseMigrationRequest request, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        request.Validate();
        return RunbookPlan.OfAsync(request, new DistinctWarnings(observer), cancellationToken);
    }

    /// <summary>Migrates, and says what became of it. A step's failure is in the record.</summary>
    /// <param name="request">What to migrate, and how.</param>
    /// <param name="tell">Takes each step as it ends.</param>
    /// <param name="observer">Hears how far it is.</param>
    /// <param name="cancellationToken">Interrupts it: what was begun is taken back or can be resumed, and the source is not left fenced.</param>
    /// <exception cref="MigrationException">It was not begun: MigrationUnfinished, MigrationSwitched, DestinationLocked, and others.</exception>
    public static async Task<DatabaseMigration> StartAsync(
        DatabaseMigrationRequest request, Func<MigrationStep, ValueTask> tell, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        request.Validate();
        await RequireTwoAsync(request, observer, cancellationToken).ConfigureAwait(false);
        var journal = Open(request.Destination, request.JournalPath, observer);
        var hold = await HoldAsync(request.Destination, observer, cancellationToken).ConfigureAwait(false);
        await using var releasing = hold.ConfigureAwait(false);
        var earlier = (await journal.ListAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(state => state.Ends == EndsOf(request.Source, request.Destination));
        if (earlier is not null && await IsSwitchedAsync(earlier, request, journal, observer, cancellationToken).ConfigureAwait(false)) throw RunbookErrors.StillSwitched(earlier);
        if (earlier is { IsEnded: false } && !request.Restart) throw RunbookErrors.Unfinished(earlier);
        var now = DateTimeOffset.UtcNow;
        var state = new RunbookState
        {
            Id = Guid.NewGuid(),
            Source = request.Source.ToString(),
            Destination = request.Destination.ToString(),
            Ends = EndsOf(request.Source, request.Destination),
            Plan = request.Plan,
            Status = DatabaseMigrationStatus.Running,
            StartedAt = now,
            Steps = RunbookPlan.Begin(request),
            // What was there before the earlier call made anything is not this migration's to drop.
            IsAnew = request.Restart && (earlier?.IsAnew == true || earlier?.StepOf(MigrationStepName.Schema).StartedAt is not null),
            // A call that was killed may have left it up.
            SourceFence = earlier?.SourceFence,
            Application = request.ApplicationDatabase?.ToString(),
            OtherPlaces = [.. request.Targets.Select(target => target.ToString())],
            BackupPath = request.Plan.BackupPath ?? BackupStep.DefaultPath(request.Source, request.Folder, now),
        };
        using var context = new RunbookContext(request, state.Planned(request.Plan), journal, observer);
        await context.UpdateAsync(begun => begun, cancellationToken).ConfigureAwait(false);
        if (earlier is not null) await journal.RemoveAsync(earlier.Id, cancellationToken).ConfigureAwait(false);
        return await new RunbookRun(context, tell).ExecuteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Goes on with the migration between these ends that was interrupted, stopped or failed.</summary>
    /// <param name="request">The ends, and what the journal does not keep; its plan is not asked.</param>
    /// <param name="tell">Takes each step as it ends.</param>
    /// <param name="observer">Hears how far it is.</param>
    /// <param name="cancellationToken">Interrupts it, as in <see cref="StartAsync"/>.</param>
    /// <exception cref="MigrationException">MigrationNotFound, MigrationEnded, MigrationGoingBack, SwitchTargetMissing, DestinationLocked, and others.</exception>
    public static async Task<DatabaseMigration> ResumeAsync(
        DatabaseMigrationRequest request, Func<MigrationStep, ValueTask> tell, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var journal = Open(request.Destination, request.JournalPath, observer);
        var hold = await HoldAsync(request.Destination, observer, cancellationToken).ConfigureAwait(false);
        await using var releasing = hold.ConfigureAwait(false);
        var state = await FindAsync(journal, request.Source, request.Destination, cancellationToken).ConfigureAwait(false);
        if (state.IsEnded) throw RunbookErrors.NothingToResume(state);
        var plan = state.Plan with { StopBefore = null };
        if (request.Change is { } change) plan = change(plan);
        request = request with { Plan = plan };
        request.Validate();
        if (plan.StopBefore is { } stop && state.StepOf(stop).Status is MigrationStepStatus.Done or MigrationStepStatus.Skipped) throw RunbookErrors.StopTooLate(stop);
        RequireAgain(state, request);
        using var context = new RunbookContext(request, state.Planned(plan), journal, observer);
        if (await IsGoingBackAsync(context, cancellationToken).ConfigureAwait(false)) throw RunbookErrors.GoingBack(state);
        return await new RunbookRun(context, tell).ExecuteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives the program its old database again, and frees that.</summary>
    /// <exception cref="MigrationException">
    /// MigrationNotFound, MigrationEnded; DestinationWritten and DestinationUnreachable: rows would be left behind; or what kept a place from going back.
    /// </exception>
    public static async Task<DatabaseMigration> UndoAsync(DatabaseMigrationUndoRequest request, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var journal = Open(request.Destination, request.JournalPath, observer);
        IAsyncDisposable hold;
        try
        {
            hold = await HoldAsync(request.Destination, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException failure) when (ConnectionErrors.IsUnreachable(failure))
        {
            var gone = RunbookErrors.DestinationGone(request.Source, request.Destination, failure, journal.Path is not null);
            return journal.Path is null ? throw gone : await UndoAsync(request, journal, gone, observer, cancellationToken).ConfigureAwait(false);
        }

        await using var releasing = hold.ConfigureAwait(false);
        return await UndoAsync(request, journal, null, observer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The migrations that the destination's journal, or a file's, remembers, newest first.</summary>
    /// <param name="destination">The destination; null to read a file alone.</param>
    /// <param name="journalPath">The file; null for the destination's schema pgmigrate.</param>
    /// <param name="source">The source, to count what was written to it since it was compared; null not to.</param>
    /// <param name="observer">Hears of the connection.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    public static async Task<IReadOnlyList<DatabaseMigration>> ListAsync(
        DatabaseEndpoint? destination, string? journalPath, DatabaseEndpoint? source, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var journal = journalPath is null && destination is null ? throw RunbookErrors.NotFound("Nobody") : Open(destination!, journalPath, observer);
        var records = new List<DatabaseMigration>();
        foreach (var state in await journal.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            var record = state.ToRecord(journal.Path);
            if (source is not null && state is { SwitchedAt: not null, Proven: { } proven } && state.Source == source.ToString())
            {
                var mark = await WriteMarks.ReadAsync(source, name => proven.Tables?.ContainsKey(name.ToString()) ?? false, observer, cancellationToken).ConfigureAwait(false);
                record = record with { SourceWrites = mark.Since(proven) };
            }

            records.Add(record);
        }

        return records;
    }

    private static async Task<DatabaseMigration> UndoAsync(
        DatabaseMigrationUndoRequest request, IRunbookJournal journal, MigrationException? gone, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var state = await FindAsync(journal, request.Source, request.Destination, cancellationToken).ConfigureAwait(false);
        if (state.Status is DatabaseMigrationStatus.Undone or DatabaseMigrationStatus.RolledBack) throw RunbookErrors.NothingToResume(state);
        var whole = new DatabaseMigrationRequest { Source = request.Source, Destination = request.Destination, Plan = state.Plan, Targets = request.Targets, JournalPath = request.JournalPath, DeployInterval = request.DeployInterval };
        using var context = new RunbookContext(whole, state, journal, observer);
        await new RunbookUndo(context, request.CopyBack, request.Force, DatabaseMigrationStatus.Undone) { Gone = gone }.ExecuteAsync(cancellationToken).ConfigureAwait(false);
        return context.State.ToRecord(journal.Path);
    }

    private static IRunbookJournal Open(DatabaseEndpoint destination, string? path, IMigrationObserver observer)
        => path is null ? new DestinationRunbookJournal(destination, observer) : new FileRunbookJournal(Path.GetFullPath(path));

    /// <summary>Before anything is written: a database that was migrated to itself would be made anew over itself.</summary>
    /// <exception cref="MigrationException">SameDatabase.</exception>
    private static async Task RequireTwoAsync(DatabaseMigrationRequest request, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        if (request.Source.Kind != DatabaseKind.PostgreSql) return;
        var isSame = RunLedger.IdentityOf(request.Source) == RunLedger.IdentityOf(request.Destination);
        if (!isSame)
        {
            var (source, destination) = (await IdentityAsync(request.Source).ConfigureAwait(false), await IdentityAsync(request.Destination).ConfigureAwait(false));
            // A copy of the whole cluster has the same numbers and, once it was written to, another history.
            isSame = source.SystemIdentifier is not null && destination.SystemIdentifier is not null && source.IsSameServer(destination) && source.HasSameHistory(destination);
        }

        if (isSame) throw RunbookErrors.SameDatabase(request.Source, request.Destination);

        Task<DestinationIdentity> IdentityAsync(DatabaseEndpoint database)
            => OneConnection.UseAsync(database, observer, connection => DestinationIdentity.ReadAsync(connection, database, cancellationToken), cancellationToken);
    }

    /// <summary>Keeps a second call off the same destination as long as this one works.</summary>
    /// <exception cref="MigrationException">DestinationLocked.</exception>
    private static async Task<IAsyncDisposable> HoldAsync(DatabaseEndpoint destination, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var connector = new PostgresConnector(MigrationRoute.Prepare(destination, observer), new(), observer);
        try
        {
            var connection = await PoolerProbe.OpenOwnSessionAsync(connector, cancellationToken).ConfigureAwait(false);
            try
            {
                return new Hold(connector, await DestinationLock.TakeForRunbookAsync(connection, cancellationToken).ConfigureAwait(false));
            }
            catch
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
        catch
        {
            await connector.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Whether the program works with the destination. A call that was killed while it switched places has not noted when.</summary>
    private static async Task<bool> IsSwitchedAsync(
        RunbookState earlier, DatabaseMigrationRequest request, IRunbookJournal journal, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        if (earlier.SwitchedAt is not null || earlier.IsEnded) return earlier.SwitchedAt is not null;
        using var context = new RunbookContext(request with { Plan = earlier.Plan }, earlier, journal, observer);
        return (await context.FindSwitchedAsync(cancellationToken).ConfigureAwait(false)).Count > 0;
    }

    /// <summary>Whether an undo was interrupted: it left the destination fenced, or has switched places back already.</summary>
    private static async Task<bool> IsGoingBackAsync(RunbookContext context, CancellationToken cancellationToken)
    {
        var state = context.State;
        if (state.DestinationFence is not null) return true;
        if (state.SwitchedAt is null || state.StepOf(MigrationStepName.Switch).Status != MigrationStepStatus.Done) return false;
        return (await context.FindSwitchedAsync(cancellationToken).ConfigureAwait(false)).Count < context.ChangedPlaces.Count;
    }

    private static async Task<RunbookState> FindAsync(IRunbookJournal journal, DatabaseEndpoint source, DatabaseEndpoint destination, CancellationToken cancellationToken)
        => (await journal.ListAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(state => state.Ends == EndsOf(source, destination))
            ?? throw RunbookErrors.NotFound(journal.Path ?? $"The journal of {destination}");

    private static string EndsOf(DatabaseEndpoint source, DatabaseEndpoint destination) => $"{RunLedger.IdentityOf(source)} -> {RunLedger.IdentityOf(destination)}";

    /// <summary>What the journal does not keep must be named again before anything is done: not at the end, when it is to be switched.</summary>
    private static void RequireAgain(RunbookState state, DatabaseMigrationRequest request)
    {
        if (state.IsHealthUriCut && ReferenceEquals(request.Plan.HealthUri, state.Plan.HealthUri) && !request.Plan.Skip.Contains(MigrationStepName.Health)
            && state.StepOf(MigrationStepName.Health).Status is not (MigrationStepStatus.Done or MigrationStepStatus.Skipped)) throw RunbookErrors.HealthUriMissing(state.Plan.HealthUri!);
        if (state.StepOf(MigrationStepName.Switch).Status is MigrationStepStatus.Done or MigrationStepStatus.Skipped) return;
        if (state.Application is { } application && request.ApplicationDatabase is null) throw RunbookErrors.ApplicationMissing(application);
        var missing = state.OtherPlaces.Except(request.Targets.Select(target => target.ToString())).ToList();
        if (missing.Count > 0) throw RunbookErrors.PlacesMissing(missing);
    }

    private sealed class Hold(PostgresConnector connector, DestinationLock held) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await held.DisposeAsync().ConfigureAwait(false);
            await connector.DisposeAsync().ConfigureAwait(false);
        }
    }
}
