using System.Management.Automation;
using PgMigrate.Engine.Supabase;

namespace PgMigrate.Commands;

/// <summary>Applies a project's SQL migrations, or takes them back, as the Supabase CLI records them.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "SupabaseMigration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(SupabaseMigrationResult), typeof(SupabaseMigrationStatement))]
public sealed class InvokeSupabaseMigrationCommand : MigrationCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Version { get; set; } = [];

    [Parameter]
    public SwitchParameter IncludeAll { get; set; }

    [Parameter]
    public SwitchParameter IncludeSeed { get; set; }

    [Parameter]
    public SwitchParameter IncludeRole { get; set; }

    [Parameter]
    public SwitchParameter Undo { get; set; }

    [Parameter]
    public ObjectFailureAction OnError { get; set; }

    private readonly List<string> versions = [];

    /// <summary>The versions of one pipeline are one run.</summary>
    protected override Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        versions.AddRange(Version);
        return Task.CompletedTask;
    }

    protected override async Task EndProcessingAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        // An empty pipeline names none, and not all.
        if (MyInvocation.ExpectingInput && versions.Count == 0) return;
        var request = new MigrationRunRequest
        {
            Database = FindDatabase(output),
            Path = Folder,
            Versions = versions.Distinct(StringComparer.Ordinal).ToArray(),
            IncludeAll = IncludeAll,
            IncludeSeeds = IncludeSeed,
            IncludeRoles = IncludeRole,
            Undo = Undo,
            OnError = OnError,
        };
        if (this.IsWhatIf()) await ShowAsync(request, output, cancellationToken);
        else await RunAsync(request, output, cancellationToken);
    }

    private static async Task ShowAsync(MigrationRunRequest request, PipelineWriter output, CancellationToken cancellationToken)
    {
        foreach (var step in await MigrationRun.PlanAsync(request, output.Observer, cancellationToken))
        {
            await output.ShouldProcessAsync(step.Path, Action(step));
            foreach (var statement in step.Statements) await output.WriteObjectAsync(statement);
        }
    }

    private async Task RunAsync(MigrationRunRequest request, PipelineWriter output, CancellationToken cancellationToken)
    {
        MigrationException? failure = null;
        var results = MigrationRun.RunAsync(request, step => output.ShouldProcessAsync(step.Path, Action(step)), output.Observer, cancellationToken);
        await foreach (var result in results)
        {
            await output.WriteObjectAsync(result);
            if (result.Error is null) continue;
            if (OnError == ObjectFailureAction.Continue) await output.WriteErrorAsync(result.Error, result);
            else failure = result.Error;
        }

        if (failure is not null) throw failure;
    }

    private static string Action(SupabaseMigrationStep step) => step switch
    {
        { IsHashUpdate: true } => "Record the changed seed's hash, and run nothing",
        { RunsInTransaction: true } => $"{What(step)} in one transaction",
        _ => $"{What(step)} without a transaction, because of {step.Reason}",
    };

    private static string What(SupabaseMigrationStep step)
        => $"{(step.Kind == SupabaseFileKind.Down ? "Undo by" : "Run")} {step.Statements.Count} {(step.Statements.Count == 1 ? "statement" : "statements")}";
}
