using System.Management.Automation;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Commands;

/// <summary>Copies the rows of tables into a PostgreSQL database, resumable and checkpointed.</summary>
[Cmdlet(
    VerbsCommon.Copy, "TableData", DefaultParameterSetName = FromSource, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(TableCopyResult))]
public sealed class CopyTableDataCommand : TableSelectionCmdlet
{
    private const string FromTables = "InputObject";

    private readonly List<MigrationTable> piped = [];

    [Parameter(ParameterSetName = FromSource, Mandatory = true, Position = 0)]
    [EndpointTransformation]
    public DatabaseEndpoint? Source { get; set; }

    [Parameter(ParameterSetName = FromTables, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public MigrationTable[] InputObject { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1)]
    [Alias("Target")]
    [EndpointTransformation]
    public DatabaseEndpoint Destination { get; set; } = null!;

    [Parameter(ParameterSetName = FromSource)]
    [Credential]
    public PSCredential? SourceCredential { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? DestinationCredential { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DestinationSchema { get; set; }

    [Parameter]
    public CopyMode Mode { get; set; }

    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? BatchSize { get; set; }

    [Parameter]
    [ValidateRange(1, 64)]
    public int? ThrottleLimit { get; set; }

    [Parameter]
    public SwitchParameter Resume { get; set; }

    [Parameter]
    public SwitchParameter Restart { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    [Parameter]
    public SwitchParameter RemoveJournal { get; set; }

    [Parameter]
    public SwitchParameter SkipAnalyze { get; set; }

    [Parameter]
    public BadRowAction OnBadRow { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string RejectPath { get; set; } = ".";

    [Parameter]
    public SwitchParameter CreateTable { get; set; }

    [Parameter]
    public SwitchParameter InferTypes { get; set; }

    [Parameter]
    public IdentifierCase IdentifierCase { get; set; }

    protected override Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        piped.AddRange(InputObject);
        return Task.CompletedTask;
    }

    /// <summary>Copies when every table is known: their foreign keys decide the order.</summary>
    protected override async Task EndProcessingAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        foreach (var request in Requests())
        {
            if (!await output.ShouldProcessAsync(request.Destination.ToString(), $"Copy {Describe(request)} from {request.Source}"))
            {
                continue;
            }
            await foreach (var result in TableCopy.RunAsync(request, output.Observer, cancellationToken))
            {
                await output.WriteObjectAsync(result);
                if (result.Error is not null) await output.WriteErrorAsync(result.Error, result);
            }
        }
    }

    private IEnumerable<TableCopyRequest> Requests()
    {
        if (ParameterSetName == FromSource) return [Request(Source!.With(SourceCredential), Selection)];
        return piped.GroupBy(table => table.Source)
            .Select(tables => Request(tables.Key, new() { Tables = [.. tables.Select(Literal)] }));
    }

    private TableCopyRequest Request(DatabaseEndpoint source, TableSelection selection)
    {
        var request = new TableCopyRequest
        {
            Source = source,
            Destination = Destination.With(DestinationCredential),
            Selection = selection,
            DestinationSchema = DestinationSchema,
            Mode = Mode,
            BatchSize = BatchSize,
            Resume = Resume,
            Restart = Restart,
            JournalPath = JournalPath is null ? null : this.Resolve(JournalPath),
            RemoveJournal = RemoveJournal,
            SkipAnalyze = SkipAnalyze,
            OnBadRow = OnBadRow,
            RejectFolder = this.Resolve(RejectPath),
            CreateTable = CreateTable,
            InferTypes = InferTypes,
            IdentifierCase = IdentifierCase,
        };
        return ThrottleLimit is { } limit ? request with { ThrottleLimit = limit } : request;
    }

    private static string Describe(TableCopyRequest request) => request.Selection.Tables.Count switch
    {
        0 => "the rows of all tables",
        1 => $"the rows of {request.Selection.Tables[0]}",
        var count => $"the rows of {count} tables",
    };

    /// <summary>Quoted, a name is no pattern.</summary>
    private static string Literal(MigrationTable table) => $"{Quoted(table.Schema)}.{Quoted(table.Name)}";

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
