using PgMigrate.Engine.Switching;

namespace PgMigrate.Engine.Runbook;

/// <summary>Gives the program the new database, when that is proven and the source was not written to since.</summary>
internal sealed class CutoverStep : RunbookStep
{
    public override MigrationStepName Name => MigrationStepName.Switch;

    public override string Describe(DatabaseMigrationRequest request, RunbookFigures? figures)
    {
        if (figures is { Places: { Count: > 0 } places }) return $"Set {string.Join("; ", places.Select(place => place.Error is null ? place.ToString() : $"{place.Name} in {place.Target}: {place.Error}"))}.";
        var names = request.Plan.EnvPath.Concat(request.Targets.Select(target => target.ToString())).ToList();
        return names.Count == 0 ? "No place of the program is named." : $"Set {request.Plan.Name} in {string.Join(", ", names)}.";
    }

    public override string? ReasonToSkip(RunbookContext context) => context.Targets.Count == 0 ? "No place of the program was named." : null;

    public override async Task<string> RunAsync(RunbookContext context, CancellationToken cancellationToken)
    {
        var proof = await ProveAsync(context, cancellationToken).ConfigureAwait(false);
        if (context.Targets.Count > 1 && !context.Plan.Fence) context.Observer.Warning("Several places are switched one after the other, and the source is not fenced: what still has the old URL writes there meanwhile.");
        var request = context.SwitchRequest with { Expect = proof };
        var planned = await DatabaseUrlSwitching.SwitchAsync(request with { WhatIf = true }, context.Observer, cancellationToken).ConfigureAwait(false);
        foreach (var record in planned) record.ThrowIfFailed();
        var mark = await context.MarkAsync(context.Destination, null, cancellationToken).ConfigureAwait(false);
        await context.UpdateAsync(
            state => state with
            {
                // What an interrupted call has switched already was changed by this migration all the same.
                Places = [.. planned.Select(place => RunbookPlace.Of(place, state.Places))],
                DestinationAtSwitch = state.DestinationAtSwitch ?? mark,
                LogEnds = context.Plan.LogPath.ToDictionary(path => path, LogWatch.EndOf),
            },
            cancellationToken).ConfigureAwait(false);
        var switches = await DatabaseUrlSwitching.SwitchAsync(request with { TestConnection = false }, context.Observer, cancellationToken).ConfigureAwait(false);
        foreach (var warning in switches.SelectMany(record => record.Warnings)) context.Observer.Warning(warning);
        context.Note(state => state with { Switches = switches });
        foreach (var record in switches) record.ThrowIfFailed();
        context.Note(state => state with { SwitchedAt = DateTimeOffset.UtcNow });
        return $"{string.Join("; ", switches)}.";
    }

    /// <summary>The comparison, for the address that the program is given; made again where the source was written to since. Null where it was left out.</summary>
    private static async Task<MigrationIntegrity?> ProveAsync(RunbookContext context, CancellationToken cancellationToken)
    {
        if (context.State.Integrity is not { } verdict)
        {
            context.Observer.Warning("The program is switched to a database that was not compared with its source.");
            return null;
        }

        if (context.State.Proven is not { } proven || (await context.MarkAsync(context.Source, proven, cancellationToken).ConfigureAwait(false)).Since(proven) is not 0)
        {
            context.Observer.Warning($"{context.Source} may have been written to since both ends were compared: they are compared again.");
            // Even what is rolled back moves a sequence.
            await new SequencesStep().RunAsync(context, cancellationToken).ConfigureAwait(false);
            verdict = await VerifyStep.CompareAsync(context, cancellationToken).ConfigureAwait(false);
            if (!verdict.IsMatch) throw RunbookErrors.SourceWritten(context.Source.ToString(), verdict);
        }

        await context.RequireApplicationAsync(cancellationToken).ConfigureAwait(false);
        return verdict with { Destination = context.Request.Application.ToString() };
    }
}
