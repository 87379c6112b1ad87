using System.Management.Automation;
using System.Security;
using PgMigrate.Engine.Assessment;
using PgMigrate.Engine.Supabase.Compliance;

namespace PgMigrate.Commands;

/// <summary>Holds a database against Supabase's lints and HIPAA's safeguards.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DatabaseCompliance")]
[OutputType(typeof(AssessmentFinding), typeof(bool))]
public sealed class TestDatabaseComplianceCommand : AsyncCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [EndpointTransformation]
    public DatabaseEndpoint Database { get; set; } = null!;

    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    [Parameter]
    public ComplianceStandard[] Standard { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ExposedSchema { get; set; } = [];

    [Parameter]
    [SecretTransformation]
    public SecureString? Token { get; set; }

    [Parameter]
    [ValidatePattern("^[a-z]{20}$")]
    public string? ProjectRef { get; set; }

    [Parameter]
    [ValidateNotNull]
    public Uri? ApiUrl { get; set; }

    [Parameter]
    [ValidateSet(nameof(FindingSeverity.Error), nameof(FindingSeverity.Warning))]
    public FindingSeverity? FailOn { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override async Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        try
        {
            var verdict = new AssessmentVerdict(FailOn ?? FindingSeverity.Error);
            await foreach (var finding in ComplianceTest.RunAsync(Request, output.Observer, cancellationToken))
            {
                verdict.Add(finding);
                if (!Quiet) await output.WriteObjectAsync(finding);
            }

            if (Quiet) await output.WriteObjectAsync(!verdict.IsFailed);
            else if (FailOn is not null && verdict.IsFailed) await output.WriteErrorAsync(verdict.Failure("ComplianceFailed", "The database does not comply", Database.ToString()), Database);
        }
        catch (MigrationException failure)
        {
            await output.WriteErrorAsync(failure, Database);
        }
    }

    private ComplianceRequest Request
    {
        get
        {
            var request = new ComplianceRequest
            {
                Database = Database.With(Credential),
                Standards = Standard,
                ExposedSchemas = ExposedSchema,
                Token = Token,
                ProjectRef = ProjectRef,
            };
            return ApiUrl is null ? request : request with { ApiAddress = ApiUrl };
        }
    }
}
