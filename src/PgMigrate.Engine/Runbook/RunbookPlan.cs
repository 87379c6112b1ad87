using PgMigrate.Engine.Listing;
using PgMigrate.Engine.Supabase;
using PgMigrate.Engine.Switching;

namespace PgMigrate.Engine.Runbook;

/// <summary>Says what a migration would do. It reads catalogs and files, and changes nothing.</summary>
internal static class RunbookPlan
{
    public static async Task<IReadOnlyList<MigrationStep>> OfAsync(DatabaseMigrationRequest request, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var figures = await ReadAsync(request, observer, cancellationToken).ConfigureAwait(false);
        return [.. RunbookStep.All.TakeWhile(step => step.Name != request.Plan.StopBefore).Select(step => Of(step, request, figures))];
    }

    /// <summary>The steps as they are before anything was done.</summary>
    public static IReadOnlyList<MigrationStep> Begin(DatabaseMigrationRequest request)
        => [.. RunbookStep.All.Select(step => new MigrationStep { Name = step.Name, Description = step.Describe(request, null) })];

    private static MigrationStep Of(RunbookStep step, DatabaseMigrationRequest request, RunbookFigures figures)
    {
        var isSkipped = request.Plan.Skip.Contains(step.Name);
        return new()
        {
            Name = step.Name,
            Status = isSkipped ? MigrationStepStatus.Skipped : MigrationStepStatus.Planned,
            Description = step.Describe(request, figures),
            Outcome = isSkipped ? "It is left out with -Skip." : null,
        };
    }

    private static async Task<RunbookFigures> ReadAsync(DatabaseMigrationRequest request, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var tables = new List<MigrationTable>();
        await foreach (var table in TableListing.ReadAsync(new() { Source = request.Source, Selection = request.Plan.Selection }, observer, cancellationToken).ConfigureAwait(false)) tables.Add(table);
        var migrations = request.Plan.SupabaseProjectPath is { } folder
            ? (await MigrationRun.PlanAsync(new() { Database = request.Destination, Path = folder }, observer, cancellationToken).ConfigureAwait(false)).Count
            : (int?)null;
        IReadOnlyList<SwitchTarget> targets = [.. request.Plan.EnvPath.Select(SwitchTargets.File), .. request.Targets];
        var places = targets.Count == 0
            ? []
            : await DatabaseUrlSwitching.SwitchAsync(
                new() { Database = request.Application, Targets = targets, Name = request.Plan.Name, Dialect = request.Plan.Dialect, TestConnection = false, WhatIf = true }, observer, cancellationToken).ConfigureAwait(false);
        return new(tables.Count, tables.TrueForAll(table => table.EstimatedRows is not null) ? tables.Sum(table => table.EstimatedRows) : null, tables.Sum(table => table.Bytes), migrations, places);
    }
}
