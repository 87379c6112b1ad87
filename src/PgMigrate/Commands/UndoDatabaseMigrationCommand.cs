using System.Management.Automation;
using PgMigrate.Engine.Runbook;

namespace PgMigrate.Commands;

/// <summary>Gives a program its old database again, after or in the middle of a migration.</summary>
[Cmdlet(VerbsCommon.Undo, "DatabaseMigration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(DatabaseMigration))]
public sealed class UndoDatabaseMigrationCommand : DatabaseMigrationCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    [EndpointTransformation]
    public override DatabaseEndpoint? Source { get; set; }

    [Parameter(Mandatory = true, Position = 1)]
    [Alias("Target")]
    [EndpointTransformation]
    public override DatabaseEndpoint? Destination { get; set; }

    [Parameter]
    public SwitchParameter CopyBack { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override async Task EndProcessingAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        var request = new DatabaseMigrationUndoRequest
        {
            Source = Source!.With(SourceCredential),
            Destination = Destination!.With(DestinationCredential),
            Targets = Places(output),
            JournalPath = JournalFile,
            CopyBack = CopyBack,
            Force = Force,
        };
        if (!await output.ShouldProcessAsync(request.Source.ToString(), $"{(CopyBack ? "Copy back what was written since the switch, and give" : "Give")} the program this database again, in the place of {request.Destination}")) return;
        await WriteAsync(output, await MigrationRunbook.UndoAsync(request, output.Observer, cancellationToken));
    }
}
