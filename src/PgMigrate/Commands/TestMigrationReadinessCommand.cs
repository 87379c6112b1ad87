using System.Management.Automation;
using PgMigrate.Engine.Assessment;
using PgMigrate.Engine.Readiness;

namespace PgMigrate.Commands;

/// <summary>Assesses a migration before anything moves.</summary>
[Cmdlet(VerbsDiagnostic.Test, "MigrationReadiness", DefaultParameterSetName = FromSource)]
[OutputType(typeof(AssessmentFinding), typeof(MigrationReadiness))]
public sealed class TestMigrationReadinessCommand : TwoEndedCmdlet
{
    /// <summary>None where the source is assessed alone.</summary>
    [Parameter(Position = 1)]
    [Alias("Right", "Target")]
    [EndpointTransformation]
    public override DatabaseEndpoint Destination { get; set; } = null!;

    [Parameter]
    public DatabaseProvider? DestinationHost { get; set; }

    [Parameter]
    [SupportsWildcards]
    public string[] ExcludeExtension { get; set; } = [];

    [Parameter]
    public SwitchParameter NoOwner { get; set; }

    [Parameter]
    public SwitchParameter NoPrivileges { get; set; }

    [Parameter]
    public SwitchParameter IncludeRole { get; set; }

    [Parameter]
    public SwitchParameter InferTypes { get; set; }

    [Parameter]
    public IdentifierCase IdentifierCase { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ReadinessCheckCompleter))]
    public string[] Check { get; set; } = [];

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ReadinessCheckCompleter))]
    public string[] ExcludeCheck { get; set; } = [];

    [Parameter]
    [ValidateRange(1, 64)]
    public int? ThrottleLimit { get; set; }

    [Parameter]
    [ValidateRange(1, 86_400)]
    public int LockTimeout { get; set; } = 5;

    [Parameter]
    [ValidateSet(nameof(FindingSeverity.Error), nameof(FindingSeverity.Warning))]
    public FindingSeverity? FailOn { get; set; }

    [Parameter]
    public SwitchParameter SkipMeasurement { get; set; }

    protected override async Task EndProcessingAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        var request = Request;
        var test = new ReadinessTest(request, output.Observer);
        var verdict = new AssessmentVerdict(FailOn ?? FindingSeverity.Error);
        await foreach (var finding in test.RunAsync(cancellationToken))
        {
            verdict.Add(finding);
            await output.WriteObjectAsync(finding);
        }

        await output.WriteObjectAsync(test.Readiness);
        if (FailOn is not null && verdict.IsFailed) throw verdict.Failure(ReadinessTest.NotReady, ReadinessTest.NotReadyMessage, request.Source.ToString());
    }

    private ReadinessRequest Request => new()
    {
        Source = Source.With(SourceCredential),
        Destination = Destination?.With(DestinationCredential),
        Selection = Selection,
        ExcludeExtensions = ExcludeExtension,
        NoOwner = NoOwner,
        NoPrivileges = NoPrivileges,
        IncludeRoles = IncludeRole,
        DestinationHost = DestinationHost,
        InferTypes = InferTypes,
        IdentifierCase = IdentifierCase,
        ThrottleLimit = ThrottleLimit,
        LockTimeout = TimeSpan.FromSeconds(LockTimeout),
        Checks = Check,
        ExcludeChecks = ExcludeCheck,
        SkipMeasurement = SkipMeasurement,
    };
}
