using System.Management.Automation;
using PgMigrate.Engine.Integrity;

namespace PgMigrate.Commands;

/// <summary>Compares every row of two databases.</summary>
[Cmdlet(VerbsDiagnostic.Test, "MigrationIntegrity", DefaultParameterSetName = FromSource)]
[OutputType(typeof(TableIntegrity), typeof(bool))]
public sealed class TestMigrationIntegrityCommand : TableSelectionCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    [EndpointTransformation]
    public DatabaseEndpoint Source { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 1)]
    [Alias("Target")]
    [EndpointTransformation]
    public DatabaseEndpoint Destination { get; set; } = null!;

    [Parameter]
    [Credential]
    public PSCredential? SourceCredential { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? DestinationCredential { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DestinationSchema { get; set; }

    [Parameter]
    public IdentifierCase IdentifierCase { get; set; }

    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 2;

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override async Task EndProcessingAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        var request = new RowComparisonRequest
        {
            Source = Source.With(SourceCredential),
            Destination = Destination.With(DestinationCredential),
            Selection = Selection,
            DestinationSchema = DestinationSchema,
            IdentifierCase = IdentifierCase,
            ThrottleLimit = ThrottleLimit,
        };
        var isMatch = true;
        await foreach (var table in RowComparison.RunAsync(request, output.Observer, cancellationToken))
        {
            isMatch &= table.IsMatch;
            if (!Quiet) await output.WriteObjectAsync(table);
        }

        if (Quiet) await output.WriteObjectAsync(isMatch);
    }
}
