using System.Management.Automation;
using PgMigrate.Engine.Listing;

namespace PgMigrate.Commands;

/// <summary>Lists the tables of a database, ready to be piped to Copy-TableData.</summary>
[Cmdlet(VerbsCommon.Get, "MigrationTable", DefaultParameterSetName = FromSource)]
[OutputType(typeof(MigrationTable))]
public sealed class GetMigrationTableCommand : TableSelectionCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Source")]
    [EndpointTransformation]
    public DatabaseEndpoint Database { get; set; } = null!;

    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    [Parameter(ParameterSetName = FromSource, Position = 1)]
    [SupportsWildcards]
    public override string[] Table { get; set; } = [];

    [Parameter]
    public SwitchParameter Exact { get; set; }

    [Parameter]
    public SwitchParameter IncludePartition { get; set; }

    protected override async Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        var request = new TableListingRequest
        {
            Source = Database.With(Credential),
            Selection = Selection,
            Exact = Exact,
            IncludePartitions = IncludePartition,
        };
        try
        {
            await foreach (var table in TableListing.ReadAsync(
                request, output.Observer, cancellationToken)) await output.WriteObjectAsync(table);
        }
        catch (MigrationException failure)
        {
            await output.WriteErrorAsync(failure, Database);
        }
    }
}
