using System.Management.Automation;
using PgMigrate.Engine.Runbook;

namespace PgMigrate.Commands;

/// <summary>Goes on with a migration that was interrupted, stopped or failed.</summary>
[Cmdlet(VerbsLifecycle.Resume, "DatabaseMigration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(MigrationStep), typeof(DatabaseMigration))]
public sealed class ResumeDatabaseMigrationCommand : MigrationStepsCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    [EndpointTransformation]
    public override DatabaseEndpoint? Source { get; set; }

    [Parameter(Mandatory = true, Position = 1)]
    [Alias("Target")]
    [EndpointTransformation]
    public override DatabaseEndpoint? Destination { get; set; }

    protected override async Task EndProcessingAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        var (settings, folder) = (BoundSettings, Folder);
        var request = new DatabaseMigrationRequest
        {
            Source = Source!.With(SourceCredential),
            Destination = Destination!.With(DestinationCredential),
            ApplicationDatabase = ApplicationDatabase,
            Targets = Places(output),
            JournalPath = JournalFile,
            RemoveJournal = RemoveJournal,
            Change = plan => plan.Apply(settings, MyInvocation.MyCommand.Name, folder),
        };
        if (!await output.ShouldProcessAsync(request.Destination.ToString(), $"Go on with the migration of {request.Source}")) return;
        await WriteAsync(output, await MigrationRunbook.ResumeAsync(request, step => output.WriteObjectAsync(step), output.Observer, cancellationToken));
    }
}
