using System.Management.Automation;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Commands;

/// <summary>Copies the rows of tables into a PostgreSQL database, resumable and checkpointed.</summary>
[Cmdlet(
    VerbsCommon.Copy, "TableData", DefaultParameterSetName = FromSource, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(TableCopyResult))]
public sealed class CopyTableDataCommand : TransferCmdlet
{
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

    private protected override async Task CopyAsync(
        DatabaseEndpoint source, IReadOnlyList<MigrationTable> tables, PipelineWriter output, CancellationToken cancellationToken)
    {
        var request = (TableCopyRequest)Complete(new TableCopyRequest
        {
            Source = source,
            Destination = Destination.With(DestinationCredential),
            Selection = Select(tables),
            DestinationSchema = DestinationSchema,
            Mode = Mode,
            BatchSize = BatchSize,
            CreateTable = CreateTable,
        });
        if (!await output.ShouldProcessAsync(request.Destination.ToString(), $"Copy {Describe(request)} from {source}")) return;
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
