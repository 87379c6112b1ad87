using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Runbook;

/// <summary>Ends the migration: takes the fence down and removes the checkpoints that only a resumed copy would need. What it takes to go back stays.</summary>
internal sealed class AcceptStep : RunbookStep
{
    public override MigrationStepName Name => MigrationStepName.Accept;

    public override string Describe(DatabaseMigrationRequest request, RunbookFigures? figures)
        => $"{(request.Plan.Fence ? "Take the fence down and remove" : "Remove")} the copy's checkpoints{(request.RemoveJournal ? ", and the journal of the migration" : "; what it takes to go back stays")}.";

    public override async Task<string> RunAsync(RunbookContext context, CancellationToken cancellationToken)
    {
        await context.WatchSourceAsync(cancellationToken).ConfigureAwait(false);
        var wasFenced = context.State.SourceFence is not null;
        await context.LowerFenceAsync(cancellationToken).ConfigureAwait(false);
        await RemoveCheckpointsAsync(context, cancellationToken).ConfigureAwait(false);
        return wasFenced ? "The source can be written to again; the program no longer does." : "The checkpoints are removed.";
    }

    private static async Task RemoveCheckpointsAsync(RunbookContext context, CancellationToken cancellationToken)
    {
        if (context.Journal.Path is { } path && !File.Exists(path)) return;
        var connector = new PostgresConnector(MigrationRoute.Prepare(context.Destination, context.Observer), new(), context.Observer);
        var destination = await Destination.OpenAsync(connector, context.Journal.Path, isSingle: false, lostLock: null, cancellationToken).ConfigureAwait(false);
        await using var closing = destination.ConfigureAwait(false);
        await destination.Journal.RemoveAsync(RunLedger.IdentityOf(context.Source), cancellationToken).ConfigureAwait(false);
    }
}
