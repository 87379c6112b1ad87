using PgMigrate.Engine.Assessment;
using PgMigrate.Engine.Readiness;

namespace PgMigrate.Engine.Runbook;

/// <summary>Finds out, before anything moves, whether everything would come.</summary>
internal sealed class ReadinessStep : RunbookStep
{
    /// <summary>The checks, beside those of a copy's trial, of what migrations make in their own way, and of what is dropped first.</summary>
    private static readonly string[] AboutSchema = ["destination_collision", "extension_older", "collation_missing"];

    public override MigrationStepName Name => MigrationStepName.Readiness;

    public override string Describe(DatabaseMigrationRequest request, RunbookFigures? figures)
        => $"Assess {request.Source} and {request.Destination}{(figures is null ? "" : $": {figures.Words}")}.";

    public override async Task<string> RunAsync(RunbookContext context, CancellationToken cancellationToken)
    {
        var plan = context.Plan;
        var test = new ReadinessTest(
            new()
            {
                Source = context.Source,
                Destination = context.Destination,
                Selection = plan.Selection,
                ExcludeExtensions = plan.ExcludeExtension,
                NoOwner = plan.NoOwner,
                NoPrivileges = plan.NoPrivileges,
                IncludeRoles = plan.IncludeRole,
                DestinationHost = plan.DestinationHost,
                InferTypes = plan.InferTypes,
                IdentifierCase = plan.IdentifierCase,
                ThrottleLimit = plan.ThrottleLimit,
                ExcludeChecks = plan.HasOwnSchema || context.State.IsAnew ? [.. CopyFindings.Names, .. AboutSchema] : plan.Force ? [CopyFindings.Refused] : [],
            },
            context.Observer);
        var verdict = new AssessmentVerdict(FindingSeverity.Error);
        await foreach (var finding in test.RunAsync(cancellationToken).ConfigureAwait(false))
        {
            context.Findings.Add(finding);
            verdict.Add(finding);
        }

        context.Note(state => state with { Readiness = test.Readiness });
        return verdict.IsFailed ? throw verdict.Failure(ReadinessTest.NotReady, ReadinessTest.NotReadyMessage, context.Source.ToString()) : $"Grade {test.Readiness.Grade}: {verdict}.";
    }
}
