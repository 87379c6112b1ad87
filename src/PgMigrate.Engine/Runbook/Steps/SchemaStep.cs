using PgMigrate.Engine.Alembic;
using PgMigrate.Engine.Reports;
using PgMigrate.Engine.Supabase;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Runbook;

/// <summary>Makes the tables: from the source's, or by a project's migrations.</summary>
internal sealed class SchemaStep : RunbookStep
{
    public override MigrationStepName Name => MigrationStepName.Schema;

    public override string Describe(DatabaseMigrationRequest request, RunbookFigures? figures) => request.Plan switch
    {
        { AlembicProjectPath: { } folder } => $"Run Alembic's migrations of {folder} at {request.Destination}.",
        { SupabaseProjectPath: { } folder } => $"Run {(figures?.Migrations is { } count ? ReportText.Of(count, "SQL migration") : "the SQL migrations")} of {folder} at {request.Destination}.",
        _ => $"Make the {(figures is null ? "" : $"{ReportText.Of(figures.Tables, "table")} with their ")}types, functions and owners at {request.Destination}, without indexes and constraints.",
    };

    public override Task<string> RunAsync(RunbookContext context, CancellationToken cancellationToken) => context.Plan switch
    {
        { AlembicProjectPath: { } folder } => RunAlembicAsync(context, folder, cancellationToken),
        { SupabaseProjectPath: { } folder } => RunMigrationsAsync(context, folder, cancellationToken),
        _ => CopyAsync(context, cancellationToken),
    };

    private static async Task<string> CopyAsync(RunbookContext context, CancellationToken cancellationToken)
    {
        var request = RowsStep.CopyOf(context) with { PausesBeforeRows = true };
        if (context.State.IsAnew && !context.IsAgain) request = request with { Restart = true, Resume = false };
        var result = await DatabaseCopy.RunAsync(request, context.Observer, Tell, cancellationToken).ConfigureAwait(false);
        context.Note(state => state with { SchemaCopy = result });
        return $"{ReportText.Of(result.Objects + result.ResumedObjects, "object")}.";

        async ValueTask Tell(DatabaseCopyResult begun) => await context.UpdateAsync(state => state with { SchemaCopy = begun }, CancellationToken.None).ConfigureAwait(false);
    }

    private static async Task<string> RunAlembicAsync(RunbookContext context, string folder, CancellationToken cancellationToken)
    {
        var request = new AlembicRequest
        {
            Database = context.Destination,
            Source = context.Source.Kind == DatabaseKind.PostgreSql ? context.Source : null,
            Path = folder,
            Variable = context.Plan.Name,
            Dialect = context.Plan.Dialect,
            ProgramPath = context.Plan.AlembicPath,
        };
        var result = await AlembicMigration.Open(request, context.Observer).RunAsync(cancellationToken).ConfigureAwait(false);
        context.Note(state => state with { Alembic = result });
        return $"Alembic is at {string.Join(", ", result.Revisions)}.";
    }

    private static async Task<string> RunMigrationsAsync(RunbookContext context, string folder, CancellationToken cancellationToken)
    {
        var results = new List<SupabaseMigrationResult>();
        var request = new MigrationRunRequest { Database = context.Destination, Path = folder };
        await foreach (var result in MigrationRun.RunAsync(request, _ => new(true), context.Observer, cancellationToken).ConfigureAwait(false)) results.Add(result);
        context.Note(state => state with { Migrations = [.. state.Migrations, .. results] });
        if (results.Find(result => result.Error is not null)?.Error is { } failure) throw failure;
        return results.Count == 0 ? "The migrations had been run." : $"{ReportText.Of(results.Count, "migration")}, {ReportText.Of(results.Sum(result => result.StatementsApplied), "statement")}.";
    }
}
