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
    public DatabaseEndpoint? Source { get; set; }

    // Source is not taken from the pipeline by its name: a table has a Source too, and would bring the whole database along.
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

    [Parameter]
    [ValidateRange(1, 86_400)]
    public int LockTimeout { get; set; } = 30;

    /// <summary>Copies from one source. No type of the engine stands in this signature: an import would load it.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="tables">The tables from the pipeline; empty where the patterns choose them.</param>
    /// <param name="output">Takes the results.</param>
    /// <param name="cancellationToken">Cancels the copy and takes back what is not committed.</param>
    private protected abstract Task CopyAsync(
        DatabaseEndpoint source, IReadOnlyList<MigrationTable> tables, PipelineWriter output, CancellationToken cancellationToken);

    /// <summary>What the patterns choose, or the tables from the pipeline.</summary>
    private protected TableSelection Select(IReadOnlyList<MigrationTable> tables)
        => tables.Count == 0 ? Selection : new() { Tables = [.. tables.Select(Literal)] };

    /// <summary>The request with everything that is the same for all that these cmdlets copy.</summary>
    private protected TransferRequest Complete(TransferRequest request)
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
            LockTimeout = TimeSpan.FromSeconds(LockTimeout),
        };
        if (ThrottleLimit is { } limit) complete = complete with { ThrottleLimit = limit };
        // Before anybody is asked to confirm it.
        complete.Validate();
        return complete;
    }

    protected sealed override Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        piped.AddRange(InputObject);
        return Task.CompletedTask;
    }

    /// <summary>Copies when every table is known: their foreign keys decide the order.</summary>
    protected sealed override async Task EndProcessingAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        if (Source is not null) await CopyAsync(Source.With(SourceCredential), [], output, cancellationToken);
        foreach (var tables in piped.GroupBy(table => table.Source))
        {
            await CopyAsync(tables.Key, [.. tables], output, cancellationToken);
        }
    }

    /// <summary>Quoted, a name is no pattern.</summary>
    private static string Literal(MigrationTable table) => $"{Quoted(table.Schema)}.{Quoted(table.Name)}";

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
