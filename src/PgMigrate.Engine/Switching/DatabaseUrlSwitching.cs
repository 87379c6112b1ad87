using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Switching;

/// <summary>Switches a program's database, and goes back: the engine of <c>Switch-DatabaseUrl</c> and <c>Restore-DatabaseUrl</c>.</summary>
public static class DatabaseUrlSwitching
{
    /// <summary>
    /// Gives the variable the database's connection string, password included, in every place. First everything is read, checked and asked;
    /// then the places are switched in order. Where one fails, those before it are switched back.
    /// </summary>
    /// <returns>A record for each place, in the order given: what it says now, and what went wrong.</returns>
    /// <exception cref="MigrationException">
    /// Nothing was changed: SwitchTargetMissing, InvalidVariableName, SwitchNotProven, or the database cannot be connected to.
    /// </exception>
    public static async Task<IReadOnlyList<DatabaseUrlSwitch>> SwitchAsync(
        DatabaseUrlSwitchRequest request, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        if (request.Targets.Count == 0) throw SwitchErrors.NoTarget();
        if (!DotenvText.IsName(request.Name)) throw DotenvErrors.InvalidName(request.Name);
        if (request.Expect is { } proof) SwitchProof.Require(proof, request.Database);
        if (request.TestConnection)
        {
            await ConnectionTest.RunAsync(request.Database, new() { Pings = 1 }, observer, cancellationToken).ConfigureAwait(false);
        }

        using var places = new SwitchPlaces(request.JournalPath, new(request.DeployTimeout, request.PollInterval), observer);
        var steps = await places.OpenAsync(
            request.Targets, request.Name, request.Force, (place, token) => SwitchPlanning.PlanAsync(place, request, token), cancellationToken).ConfigureAwait(false);
        return await RunAsync(steps, request.WhatIf, request.Approve, observer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives every place what it said before so many switches, from their journals.</summary>
    /// <returns>A record for each place, in the order given: what it says now, and what went wrong.</returns>
    /// <exception cref="MigrationException">Nothing was changed: SwitchTargetMissing, or InvalidVariableName.</exception>
    public static async Task<IReadOnlyList<DatabaseUrlSwitch>> RestoreAsync(
        DatabaseUrlRestoreRequest request, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        if (request.Targets.Count == 0) throw SwitchErrors.NoTarget();
        if (!DotenvText.IsName(request.Name)) throw DotenvErrors.InvalidName(request.Name);
        using var places = new SwitchPlaces(request.JournalPath, new(request.DeployTimeout, request.PollInterval), observer);
        var steps = await places.OpenAsync(
            request.Targets, request.Name, force: true, (place, token) => RestorePlanning.PlanAsync(place, request, token), cancellationToken).ConfigureAwait(false);
        return await RunAsync(steps, request.WhatIf, request.Approve, observer, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<DatabaseUrlSwitch>> RunAsync(
        IReadOnlyList<SwitchStep> steps, bool whatIf, Func<DatabaseUrlSwitch, ValueTask<bool>>? approve, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var isReady = steps.All(step => step.Failure is null);
        foreach (var step in steps.Where(step => step.Failure is null))
        {
            step.Status = whatIf && step.IsChange ? SwitchStatus.Planned : SwitchStatus.Unchanged;
            if (isReady && approve is not null && step.IsChange && !await approve(step.ToRecord()).ConfigureAwait(false)) step.IsDeclined = true;
        }

        if (isReady && !whatIf) await new SwitchRun([.. steps.Where(step => !step.IsDeclined)], observer).RunAsync(cancellationToken).ConfigureAwait(false);
        return [.. steps.Select(step => step.ToRecord())];
    }
}
