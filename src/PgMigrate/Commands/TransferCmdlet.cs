using System.Management.Automation;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Commands;

/// <summary>
/// The base of the cmdlets that bring tables to a PostgreSQL database: from where, to where, how, and what the journal is for. The tables
/// are those of a source, or those that come from the pipeline.
/// </summary>
public abstract class TransferCmdlet : TableSelectionCmdlet
{
    private const string FromTables = "InputObject";

    private readonly List<MigrationTable> piped = [];

    [Parameter(ParameterSetName = FromSource, Mandatory = true, Position = 0)]
    [EndpointTransformation]
    public virtual DatabaseEndpoint? Source { get; set; }

    [Parameter(ParameterSetName = FromTables, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public MigrationTable[] InputObject { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1)]
    [Alias("Target")]
    [EndpointTransformation]
    public virtual DatabaseEndpoint Destination { get; set; } = null!;

    [Parameter(ParameterSetName = FromSource)]
    [Credential]
    public PSCredential? SourceCredential { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? DestinationCredential { get; set; }

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
    public SwitchParameter InferTypes { get; set; }

    [Parameter]
    public IdentifierCase IdentifierCase { get; set; }

    [Parameter]
    [ValidateRange(0, 86_400)]
    public int ReconnectTimeout { get; set; } = 60;

    /// <summary>Copies the tables of one source.</summary>
    private protected abstract Task CopyAsync(
        DatabaseEndpoint source, TableSelection selection, PipelineWriter output, CancellationToken cancellationToken);

    /// <summary>The request with everything that is the same for all that these cmdlets copy.</summary>
    private protected T Complete<T>(T request)
        where T : TransferRequest
    {
        var complete = request with
        {
            Resume = Resume,
            Restart = Restart,
            JournalPath = JournalPath is null ? null : this.Resolve(JournalPath),
            RemoveJournal = RemoveJournal,
            SkipAnalyze = SkipAnalyze,
            OnBadRow = OnBadRow,
            RejectFolder = this.Resolve(RejectPath),
            InferTypes = InferTypes,
            IdentifierCase = IdentifierCase,
            ReconnectTimeout = TimeSpan.FromSeconds(ReconnectTimeout),
        };
        if (ThrottleLimit is { } limit) complete = complete with { ThrottleLimit = limit };
        // Before anybody is asked to confirm it.
        complete.Validate();
        return complete;
    }

    protected sealed override async Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        if (ParameterSetName == FromTables)
        {
            piped.AddRange(InputObject);
            return;
        }

        try
        {
            await CopyAsync(Source!.With(SourceCredential), Selection, output, cancellationToken);
        }
        catch (MigrationException failure) when (MyInvocation.ExpectingInput)
        {
            await output.WriteErrorAsync(failure, Source);
        }
    }

    /// <summary>Copies when every table is known: their foreign keys decide the order.</summary>
    protected sealed override async Task EndProcessingAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        foreach (var tables in piped.GroupBy(table => table.Source))
        {
            await CopyAsync(tables.Key, new() { Tables = [.. tables.Select(Literal)] }, output, cancellationToken);
        }
    }

    /// <summary>Quoted, a name is no pattern.</summary>
    private static string Literal(MigrationTable table) => $"{Quoted(table.Schema)}.{Quoted(table.Name)}";

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
