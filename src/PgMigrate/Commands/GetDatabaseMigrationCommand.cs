using System.Management.Automation;
using PgMigrate.Engine.Runbook;

namespace PgMigrate.Commands;

/// <summary>Tells how migrations stand, from their journal.</summary>
[Cmdlet(VerbsCommon.Get, "DatabaseMigration", DefaultParameterSetName = ByDestination)]
[OutputType(typeof(DatabaseMigration))]
public sealed class GetDatabaseMigrationCommand : AsyncCmdlet
{
    private const string ByDestination = "Destination";
    private const string ByFile = "File";

    [Parameter(ParameterSetName = ByDestination, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Target")]
    [EndpointTransformation]
    public DatabaseEndpoint? Destination { get; set; }

    [Parameter(ParameterSetName = ByDestination)]
    [Credential]
    public PSCredential? DestinationCredential { get; set; }

    [Parameter(ParameterSetName = ByFile, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    [Parameter]
    [EndpointTransformation]
    public DatabaseEndpoint? Source { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? SourceCredential { get; set; }

    protected override async Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        var migrations = await MigrationRunbook.ListAsync(
            Destination?.With(DestinationCredential), JournalPath is null ? null : this.Resolve(JournalPath), Source?.With(SourceCredential), output.Observer, cancellationToken);
        foreach (var migration in migrations) await output.WriteObjectAsync(migration);
    }
}
