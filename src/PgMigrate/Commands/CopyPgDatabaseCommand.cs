using System.Management.Automation;

namespace PgMigrate.Commands;

/// <summary>Copies whole databases, objects and rows, into PostgreSQL.</summary>
[Cmdlet(
    VerbsCommon.Copy, "PgDatabase", DefaultParameterSetName = FromSource, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(DatabaseCopyResult))]
public sealed class CopyPgDatabaseCommand : DatabaseRestoreCmdlet
{
    private readonly PipedTables piped = new();

    [Parameter(ParameterSetName = FromSource, Mandatory = true, Position = 0)]
    [EndpointTransformation]
    public DatabaseEndpoint? Source { get; set; }

    [Parameter(ParameterSetName = PipedTables.ParameterSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public MigrationTable[] InputObject { get; set; } = [];

    [Parameter(ParameterSetName = FromSource)]
    [Credential]
    public PSCredential? SourceCredential { get; set; }

    [Parameter]
    public SwitchParameter IncludeRole { get; set; }

    [Parameter]
    public SwitchParameter InferTypes { get; set; }

    [Parameter]
    public IdentifierCase IdentifierCase { get; set; }

    [Parameter]
    [ValidateRange(1, 86_400)]
    public int LockTimeout { get; set; } = 30;

    protected override Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        piped.Add(InputObject);
        return Task.CompletedTask;
    }

    protected override async Task EndProcessingAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        foreach (var (source, selection) in piped.BySource(Source?.With(SourceCredential), Selection))
        {
            var request = Request(source, selection) with
            {
                IncludeRoles = IncludeRole,
                InferTypes = InferTypes,
                IdentifierCase = IdentifierCase,
                LockTimeout = TimeSpan.FromSeconds(LockTimeout),
            };
            await RestoreAsync(request, output, cancellationToken);
        }
    }
}
