using System.Diagnostics;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Reports;

namespace PgMigrate.Engine.Runbook;

/// <summary>Does the steps of a migration that are still to be done, one after the other, and keeps how far it is.</summary>
internal sealed class RunbookRun(RunbookContext context, Func<MigrationStep, ValueTask> tell)
{
    /// <summary>How long cleaning up may take after an interruption: less than the time that a stopped cmdlet waits for its work.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    public async Task<DatabaseMigration> ExecuteAsync(CancellationToken cancellationToken)
    {
        // A call that was killed while it switched places has not noted that.
        if (context.State.SwitchedAt is null && (await context.FindSwitchedAsync(cancellationToken).ConfigureAwait(false)).Count > 0) context.Note(state => state with { SwitchedAt = DateTimeOffset.UtcNow });
        await context.UpdateAsync(state => state with { Status = DatabaseMigrationStatus.Running, ErrorMessage = null, Remedy = null }, cancellationToken).ConfigureAwait(false);
        MigrationException? failure = null;
        try
        {
            foreach (var step in RunbookStep.All)
            {
                if (context.State.StepOf(step.Name).Status is MigrationStepStatus.Done or MigrationStepStatus.Skipped) continue;
                if (context.Plan.StopBefore == step.Name)
                {
                    await StopAsync(step.Name, cancellationToken).ConfigureAwait(false);
                    return await EndAsync(null).ConfigureAwait(false);
                }

                await TakeAsync(step, cancellationToken).ConfigureAwait(false);
            }

            // Where the last step was left out, too.
            await context.LowerFenceAsync(cancellationToken).ConfigureAwait(false);
            await context.UpdateAsync(state => state with { Status = DatabaseMigrationStatus.Completed }, CancellationToken.None).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await FailAsync(null).ConfigureAwait(false);
            await EndAsync(null).ConfigureAwait(false);
            throw;
        }
        catch (Exception error)
        {
            // Also after what nobody has foreseen no way stays barred.
            failure = await FailAsync(Known(error)).ConfigureAwait(false);
        }

        return await EndAsync(failure).ConfigureAwait(false);
    }

    private async Task TakeAsync(RunbookStep step, CancellationToken cancellationToken)
    {
        var reason = context.Plan.Skip.Contains(step.Name) ? "It was left out with -Skip." : step.ReasonToSkip(context);
        if (reason is not null)
        {
            if (step.Name == MigrationStepName.Switch && context.State.SwitchedAt is not null) throw RunbookErrors.SwitchBegun(context.State);
            await SetAsync(step.Name, known => known with { Status = MigrationStepStatus.Skipped, Outcome = reason }, cancellationToken).ConfigureAwait(false);
            await tell(context.State.StepOf(step.Name)).ConfigureAwait(false);
            return;
        }

        context.IsAgain = context.State.StepOf(step.Name).StartedAt is not null;
        if (step.Name is >= MigrationStepName.Rows and < MigrationStepName.Accept) await context.EnsureFenceAsync(cancellationToken).ConfigureAwait(false);
        var (startedAt, started) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
        await SetAsync(step.Name, known => known with { Status = MigrationStepStatus.Running, StartedAt = startedAt, Outcome = null, ErrorMessage = null, Remedy = null }, cancellationToken).ConfigureAwait(false);
        context.Observer.Verbose($"Step {step.Name} begins: {context.State.StepOf(step.Name).Description}");
        try
        {
            var outcome = await step.RunAsync(context, cancellationToken).ConfigureAwait(false);
            await SetAsync(step.Name, known => known with { Status = MigrationStepStatus.Done, Outcome = outcome, Elapsed = Stopwatch.GetElapsedTime(started) }, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            context.Note(state => state.With(step.Name, known => known with
            {
                Status = MigrationStepStatus.Failed,
                Elapsed = Stopwatch.GetElapsedTime(started),
                ErrorMessage = error is OperationCanceledException ? "It was interrupted." : error.Message,
                Remedy = (error as MigrationException)?.Remedy,
            }));
            await tell(context.State.StepOf(step.Name)).ConfigureAwait(false);
            throw;
        }

        context.Observer.Verbose($"Step {step.Name} is done: {context.State.StepOf(step.Name).Outcome}");
        await tell(context.State.StepOf(step.Name)).ConfigureAwait(false);
    }

    private async Task StopAsync(MigrationStepName before, CancellationToken cancellationToken)
    {
        if (context.State.SwitchedAt is null) await context.LowerFenceAsync(cancellationToken).ConfigureAwait(false);
        await context.UpdateAsync(
            state => state with { Status = DatabaseMigrationStatus.Stopped, Remedy = $"Go on before {before} with Resume-DatabaseMigration, or go back with Undo-DatabaseMigration." }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Notes the failure, and leaves nobody's way barred: before the switch the source is freed, after it the program goes back if it shall.</summary>
    /// <returns>What to tell: the failure itself, or that even this did not succeed.</returns>
    private async Task<MigrationException?> FailAsync(MigrationException? error)
    {
        using var patience = new CancellationTokenSource(error is null ? Patience : Timeout.InfiniteTimeSpan);
        try
        {
            var switched = await context.FindSwitchedAsync(patience.Token).ConfigureAwait(false);
            var status = DatabaseMigrationStatus.Failed;
            if (switched.Count == 0)
            {
                context.Note(state => state with { SwitchedAt = null, Places = null, DestinationAtSwitch = null });
                await context.LowerFenceAsync(patience.Token).ConfigureAwait(false);
            }
            else if (context.Plan.RollbackOnFailure && error is not null)
            {
                await new RunbookUndo(context, copiesBack: true, isForced: false, DatabaseMigrationStatus.RolledBack).ExecuteAsync(patience.Token).ConfigureAwait(false);
                status = DatabaseMigrationStatus.RolledBack;
            }
            else
            {
                context.Note(state => state with { SwitchedAt = state.SwitchedAt ?? DateTimeOffset.UtcNow });
            }

            await NoteAsync(error, status, patience.Token).ConfigureAwait(false);
            return error;
        }
        catch (Exception unexpected)
        {
            var second = Known(unexpected);
            var both = error is null ? second : new(second.ErrorId, second.Category, $"{error.Message} {second.Message}", error) { Subject = second.Subject, Remedy = second.Remedy };
            await NoteAsync(both, DatabaseMigrationStatus.Failed, CancellationToken.None).ConfigureAwait(false);
            return both;
        }
    }

    private MigrationException Known(Exception error) => error as MigrationException
        ?? RunbookErrors.Unexpected(new SecretMask(context.Source.Password, context.Destination.Password, context.Request.Application.Password).Hide(error.Message), error);

    /// <summary>The journal may be what is out of reach; then it stays as it was, which is resumable too.</summary>
    private async Task NoteAsync(MigrationException? error, DatabaseMigrationStatus status, CancellationToken cancellationToken)
    {
        context.Note(state => state with
        {
            Status = status,
            ErrorMessage = error?.Message ?? "It was interrupted.",
            Remedy = error?.Remedy ?? "Go on with Resume-DatabaseMigration, or go back with Undo-DatabaseMigration.",
        });
        try
        {
            await context.UpdateAsync(state => state, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException unreachable)
        {
            context.Observer.Warning($"The journal could not be told of that: {unreachable.Message}");
        }
    }

    private async Task<DatabaseMigration> EndAsync(MigrationException? failure)
    {
        var record = context.State.ToRecord(context.Journal.Path) with { Error = failure };
        var items = RunbookReport.ItemsOf(context, record);
        foreach (var path in context.Plan.ReportPath)
        {
            try
            {
                await MigrationReport.WriteAsync(new() { Path = path, Items = items, Title = $"Migration of {context.Source}", Force = true }, CancellationToken.None).ConfigureAwait(false);
            }
            catch (MigrationException unwritten)
            {
                // What became of the databases matters more.
                context.Observer.Warning($"{unwritten.Message} {unwritten.Remedy}");
            }
        }

        if (context.Request.RemoveJournal && record.Status == DatabaseMigrationStatus.Completed) await RemoveJournalAsync(record.Id).ConfigureAwait(false);
        return record;
    }

    /// <summary>The migration is complete, whatever becomes of its journal.</summary>
    private async Task RemoveJournalAsync(Guid id)
    {
        try
        {
            await context.Journal.RemoveAsync(id, CancellationToken.None).ConfigureAwait(false);
        }
        catch (MigrationException failure)
        {
            context.Observer.Warning($"The migration's journal could not be removed: {failure.Message}");
        }
    }

    private Task SetAsync(MigrationStepName name, Func<MigrationStep, MigrationStep> change, CancellationToken cancellationToken)
        => context.UpdateAsync(state => state.With(name, change), cancellationToken);
}
