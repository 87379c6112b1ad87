using System.Management.Automation;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Commands;

/// <summary>Copies the rows of tables into a PostgreSQL database, resumable and checkpointed.</summary>
[Cmdlet(
    VerbsCommon.Copy, "TableData", DefaultParameterSetName = FromSource, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(TableCopyResult))]
public sealed class CopyTableDataCommand : DestinationCmdlet
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
    [ValidateNotNullOrEmpty]
    public string? DestinationSchema { get; set; }

    [Parameter]
    public CopyMode Mode { get; set; }

    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? BatchSize { get; set; }

    [Parameter]
    public SwitchParameter CreateTable { get; set; }

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
            var request = (TableCopyRequest)Complete(new TableCopyRequest
            {
                Source = source,
                Destination = Destination.With(DestinationCredential),
                Selection = selection,
                DestinationSchema = DestinationSchema,
                Mode = Mode,
                BatchSize = BatchSize,
                CreateTable = CreateTable,
                InferTypes = InferTypes,
                IdentifierCase = IdentifierCase,
                LockTimeout = TimeSpan.FromSeconds(LockTimeout),
            });
            await CopyAsync(request, output, cancellationToken);
        }
    }

    private static async Task CopyAsync(TableCopyRequest request, PipelineWriter output, CancellationToken cancellationToken)
    {
        if (!await output.ShouldProcessAsync(request.Destination.ToString(), $"Copy {Describe(request)} from {request.Source}")) return;
        await foreach (var result in TableCopy.RunAsync(request, output.Observer, cancellationToken))
        {
            await output.WriteObjectAsync(result);
            if (result.Error is not null) await output.WriteErrorAsync(result.Error, result);
        }
    }

    private static string Describe(TableCopyRequest request) => request.Selection.Tables.Count switch
    {
        0 => "the rows of all tables",
        1 => $"the rows of {request.Selection.Tables[0]}",
        var count => $"the rows of {count} tables",
    };
}
