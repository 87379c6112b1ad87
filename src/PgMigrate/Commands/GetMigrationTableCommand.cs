using System.Management.Automation;
using PgMigrate.Engine.Listing;

namespace PgMigrate.Commands;

/// <summary>Lists the tables of a database, ready to be piped to Copy-TableData.</summary>
[Cmdlet(VerbsCommon.Get, "MigrationTable")]
[OutputType(typeof(MigrationTable))]
public sealed class GetMigrationTableCommand : AsyncCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Source")]
    [EndpointTransformation]
    public DatabaseEndpoint Database { get; set; } = null!;

    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    [Parameter(Position = 1)]
    [SupportsWildcards]
    public string[] Table { get; set; } = [];

    [Parameter]
    [SupportsWildcards]
    public string[] ExcludeTable { get; set; } = [];

    [Parameter]
    [SupportsWildcards]
    public string[] Schema { get; set; } = [];

    [Parameter]
    [SupportsWildcards]
    public string[] ExcludeSchema { get; set; } = [];

    [Parameter]
    public SwitchParameter Exact { get; set; }

    [Parameter]
    public SwitchParameter IncludePartition { get; set; }

    protected override async Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        var request = new TableListingRequest
        {
            Source = Database.With(Credential),
            Tables = Table,
            ExcludeTables = ExcludeTable,
            Schemas = Schema,
            ExcludeSchemas = ExcludeSchema,
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
