namespace PgMigrate.Engine.Switching;

/// <summary>Takes places from what they say to what they shall say: all of them, or, as far as can be, none.</summary>
internal sealed class SwitchRun(IReadOnlyList<SwitchStep> steps, IMigrationObserver observer)
{
    // A cancelled switch goes back in less than the time that a stopped cmdlet waits for its work.
    private static readonly TimeSpan Hurry = TimeSpan.FromSeconds(25);

    private readonly List<SwitchStep> begun = [];

    /// <summary>Runs every step; what became of it is in its status and its failure.</summary>
    /// <exception cref="OperationCanceledException">What was begun was taken back; what could not be is told as a warning.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // What has no way back must not come before what may fail.
        foreach (var step in steps.Where(step => step.IsChange).OrderBy(step => step.Place.CanGoBack ? 0 : 1))
        {
            try
            {
                await ForwardAsync(step, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                using var hurry = new CancellationTokenSource(Hurry);
                await RetreatAsync(hurry.Token).ConfigureAwait(false);
                Tell();
                throw;
            }
            catch (Exception failure)
            {
                step.Failure = failure as MigrationException ?? SwitchErrors.Failed(step.Place.Title, step.Place.Mask(step.After).Hide(failure.Message), failure);
                await RetreatAsync(CancellationToken.None).ConfigureAwait(false);
                return;
            }
        }

        foreach (var step in steps.Where(step => step.EntriesToRemove > 0)) await ForgetAsync(step, step.EntriesToRemove, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task ForwardAsync(SwitchStep step, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var place = step.Place;
        if (step.Entry is { } entry && place.Journal is { } journal) await journal.AddAsync(entry, place, cancellationToken).ConfigureAwait(false);
        begun.Add(step);
        // Until it is known better.
        step.Status = SwitchStatus.Unknown;
        await WriteAsync(step, cancellationToken).ConfigureAwait(false);
        await place.TakeEffectAsync(cancellationToken).ConfigureAwait(false);
        step.Status = step.Goal;
    }

    private async Task WriteAsync(SwitchStep step, CancellationToken cancellationToken)
    {
        var place = step.Place;
        try
        {
            await place.WriteAsync(step.Before, step.After, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException failure) when (place.CanRead)
        {
            // What fails may have been done all the same: an answer can be lost. Where that can't be read either, the failure stands.
            var now = await place.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (!SwitchStep.Same(now, step.After))
            {
                if (SwitchStep.Same(now, step.Before) || failure.ErrorId == SwitchErrors.ChangedId) step.Status = SwitchStatus.Unchanged;
                throw;
            }

            observer.Verbose($"{failure.Message} {place.Title} has the new value all the same.");
            return;
        }

        if (place.CanRead && !SwitchStep.Same(await place.ReadAsync(cancellationToken).ConfigureAwait(false), step.After)) throw SwitchErrors.NotKept(place.Title, place.WhereToLook);
    }

    private async Task RetreatAsync(CancellationToken cancellationToken)
    {
        foreach (var step in Enumerable.Reverse(begun))
        {
            try
            {
                await BackAsync(step, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                step.Status = SwitchStatus.Unknown;
                step.Failure = SwitchErrors.NotBack(step.Place.Title, step.Place.WhereToLook, step.Failure, failure);
            }
        }
    }

    private static async Task BackAsync(SwitchStep step, CancellationToken cancellationToken)
    {
        var place = step.Place;
        if (!place.CanGoBack)
        {
            if (step.Status == step.Goal) step.Failure = SwitchErrors.NoWayBack(place.Title, place.WhereToLook);
            return;
        }

        if (step.Status != SwitchStatus.Unchanged)
        {
            var now = await place.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (!SwitchStep.Same(now, step.Before))
            {
                if (!SwitchStep.Same(now, step.After)) throw SwitchErrors.Changed(place.Title);
                await place.WriteAsync(step.After, step.Before, cancellationToken).ConfigureAwait(false);
                if (!SwitchStep.Same(await place.ReadAsync(cancellationToken).ConfigureAwait(false), step.Before)) throw SwitchErrors.NotKept(place.Title, place.WhereToLook);
            }

            await place.TakeBackAsync(cancellationToken).ConfigureAwait(false);
            step.Status = step.Retreat;
        }

        if (step.Entry is not null) await ForgetAsync(step, 1, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes what the way back needs no more. The place itself is as its status says, whether that succeeds or not.</summary>
    private static async Task ForgetAsync(SwitchStep step, int count, CancellationToken cancellationToken)
    {
        if (step.Place.Journal is not { } journal) return;
        try
        {
            await journal.RemoveAsync(step.Place, count, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException failure)
        {
            step.Failure ??= failure;
        }
    }

    private void Tell()
    {
        foreach (var step in begun.Where(step => step.Status == SwitchStatus.Unknown || step.Failure is not null))
        {
            observer.Warning($"{step.Failure?.Message ?? $"What {step.Place.Title} says now is not known."} {step.Failure?.Remedy ?? step.Place.WhereToLook}");
        }
    }
}
