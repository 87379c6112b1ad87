using PgMigrate.Engine.Connections;
using PgMigrate.Engine.CopyBack;
using PgMigrate.Engine.Integrity;
using PgMigrate.Engine.Switching;

namespace PgMigrate.Engine.Runbook;

/// <summary>
/// Gives the program its old database again. Done again after an interruption it comes to the same end. At no moment both databases take the
/// program's writes: the new one is fenced before rows are copied back, and the old one is freed when the places are back.
/// </summary>
internal sealed class RunbookUndo(RunbookContext context, bool copiesBack, bool isForced, DatabaseMigrationStatus end)
{
    /// <summary>Why the destination cannot be looked at and its rows cannot be saved; null where it can.</summary>
    public MigrationException? Gone { get; init; }

    /// <summary>Goes back.</summary>
    /// <exception cref="MigrationException">DestinationWritten, DestinationUnreachable and others: the program keeps the new database. What became of places is told by their errors.</exception>
    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var switched = Reachable(await context.FindSwitchedAsync(cancellationToken).ConfigureAwait(false));
        if (switched.Count > 0)
        {
            try
            {
                await SaveRowsAsync(cancellationToken).ConfigureAwait(false);
                await SwitchBackAsync(switched, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                // The program goes on with the new database.
                await FreeDestinationAsync(CancellationToken.None).ConfigureAwait(false);
                throw;
            }
        }

        // The program has its old database again, and must not find it fenced because somebody lost patience now.
        await context.LowerFenceAsync(CancellationToken.None).ConfigureAwait(false);
        await FreeDestinationAsync(CancellationToken.None).ConfigureAwait(false);
        await context.UpdateAsync(state => state with { Status = end, SwitchedAt = null, ErrorMessage = null, Remedy = null }, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>The places that can go back. What is missing for one is told before rows are copied.</summary>
    /// <exception cref="MigrationException">SwitchTargetMissing.</exception>
    private List<RunbookPlace> Reachable(IEnumerable<RunbookPlace> switched)
    {
        var places = switched.Where(place => !isForced || !IsOneWay(place)).ToList();
        var missing = places.Where(place => Find(place) is null).Select(place => place.Title).ToList();
        return missing.Count == 0 ? places : throw RunbookErrors.PlacesMissing(missing);
    }

    /// <summary>Sees to it that no row that was written to the destination since the switch is lost.</summary>
    private async Task SaveRowsAsync(CancellationToken cancellationToken)
    {
        if (Gone is not null)
        {
            if (copiesBack || !isForced) throw Gone;
            context.Observer.Warning(Gone.Message);
            context.Note(state => state with { DestinationWrites = null });
            return;
        }

        await FenceDestinationAsync(cancellationToken).ConfigureAwait(false);
        var before = context.State.DestinationAtSwitch;
        var rows = before is null ? null : (await context.MarkAsync(context.Destination, before, cancellationToken).ConfigureAwait(false)).Since(before);
        context.Note(state => state with { DestinationWrites = rows });
        if (rows == 0) return;
        if (!copiesBack)
        {
            if (!isForced) throw RunbookErrors.DestinationWritten(context.Destination.ToString(), rows);
            return;
        }

        await RequireUnwrittenAsync(cancellationToken).ConfigureAwait(false);
        await context.UpdateAsync(state => state with { IsCopyingBack = true }, cancellationToken).ConfigureAwait(false);
        await CopyBackAsync(cancellationToken).ConfigureAwait(false);
        // Both ends are the same again, and what is written from now on counts from here.
        var (old, young) = (await context.MarkAsync(context.Source, context.State.Proven, cancellationToken).ConfigureAwait(false), await context.MarkAsync(context.Destination, before, cancellationToken).ConfigureAwait(false));
        await context.UpdateAsync(state => state with { IsCopyingBack = false, Proven = old, DestinationAtSwitch = young }, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Copying back makes the old database's rows those of the new one: what somebody else wrote to the old one since would be gone.</summary>
    private async Task RequireUnwrittenAsync(CancellationToken cancellationToken)
    {
        // What an interrupted call has copied back counts as written, too.
        if (isForced || context.State is not { Proven: { } proven, IsCopyingBack: false }) return;
        var now = await context.MarkAsync(context.Source, proven, cancellationToken).ConfigureAwait(false);
        var rows = now.Since(proven);
        if (rows is null) context.Observer.Warning($"Nobody can tell whether {context.Source} was written to since both ends were compared: it becomes what {context.Destination} is.");
        else if (rows > 0) throw RunbookErrors.OldWritten(context.Source.ToString(), rows.Value, now.ChangedSince(proven));
    }

    private async Task CopyBackAsync(CancellationToken cancellationToken)
    {
        var plan = context.Plan;
        context.ReleaseFile();
        var request = new CopyBackRequest
        {
            From = context.Destination,
            To = context.Source,
            Selection = plan.Selection,
            IdentifierCase = plan.IdentifierCase,
            InferTypes = plan.InferTypes,
            ThrottleLimit = plan.ThrottleLimit ?? 2,
        };
        try
        {
            await foreach (var table in RowReturn.RunAsync(request, context.Observer, cancellationToken).ConfigureAwait(false))
            {
                context.Findings.Add(table);
                context.Observer.Verbose($"Copied back: {table}.");
            }
        }
        catch (MigrationException refusal) when (refusal.ErrorId != "CommitInDoubt")
        {
            // Nothing was written.
            context.Note(state => state with { IsCopyingBack = false });
            throw;
        }

        var test = new IntegrityTest(
            new()
            {
                Scope = IntegrityScope.Rows,
                Rows = new() { Source = context.Source, Destination = context.Destination, Selection = plan.Selection, IdentifierCase = plan.IdentifierCase, Level = plan.Level, ThrottleLimit = plan.ThrottleLimit ?? 2 },
            },
            context.Observer);
        await foreach (var _ in test.RunAsync(cancellationToken).ConfigureAwait(false))
        {
            // The verdict tells.
        }

        if (!test.Verdict.IsMatch) throw RunbookErrors.NotCopiedBack(test.Verdict);
    }

    private async Task SwitchBackAsync(IReadOnlyList<RunbookPlace> switched, CancellationToken cancellationToken)
    {
        var request = context.RestoreRequest with { Targets = [.. switched.Select(place => Find(place)!)], Force = isForced };
        var restored = await DatabaseUrlSwitching.RestoreAsync(request, context.Observer, cancellationToken).ConfigureAwait(false);
        context.Note(state => state with { Switches = restored });
        foreach (var record in restored) record.ThrowIfFailed();
    }

    /// <summary>Whether nobody but the user can give the place its old value.</summary>
    private bool IsOneWay(RunbookPlace place)
    {
        if (Find(place) is not { Kind: SwitchTargetKind.Script, Read: null }) return false;
        context.Observer.Warning($"{place.Title} has no way back: give it the old URL, {place.OldUrl ?? context.Source.ToString()}, by hand.");
        return true;
    }

    private SwitchTarget? Find(RunbookPlace place)
        => place.Kind == SwitchTargetKind.File ? SwitchTargets.File(place.Title) : context.Targets.FirstOrDefault(target => target.ToString() == place.Title);

    /// <summary>Behind the fence no row is written that nobody counts: the sessions have ended, and their statistics are complete.</summary>
    private async Task FenceDestinationAsync(CancellationToken cancellationToken)
    {
        try
        {
            await new DatabaseFence(context.Destination, context.Observer).RaiseAsync(
                TimeSpan.FromSeconds(context.Plan.FenceTimeout), context.State.DestinationFence, isTight: false, fence => context.UpdateAsync(state => state with { DestinationFence = fence }, CancellationToken.None), cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException failure) when (ConnectionErrors.IsUnreachable(failure))
        {
            throw RunbookErrors.DestinationGone(context.Source, context.Destination, failure, context.Journal.Path is not null);
        }
        catch (MigrationException refused) when (refused.ErrorId is "FenceNotPermitted")
        {
            context.Observer.Warning($"{refused.Message} What is written there in the last moments before the program has its old database again is not counted.");
        }
    }

    private async Task FreeDestinationAsync(CancellationToken cancellationToken)
    {
        if (context.State.DestinationFence is not { } fence) return;
        if (Gone is not null)
        {
            context.Observer.Warning($"{context.Destination} was kept from being written to when it was last reached: if it comes back, run there: {RunbookErrors.Free(context.Destination)}.");
            return;
        }

        try
        {
            await new DatabaseFence(context.Destination, context.Observer).LowerAsync(fence, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException failure)
        {
            throw RunbookErrors.FenceStuck(context.Destination, failure);
        }

        await context.UpdateAsync(state => state with { DestinationFence = null }, CancellationToken.None).ConfigureAwait(false);
    }
}
