using System.Management.Automation;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Commands;

/// <summary>The base of the cmdlets that make whole databases, or parts of them, in PostgreSQL.</summary>
public abstract class DatabaseRestoreCmdlet : DestinationCmdlet
{
    [Parameter]
    [SupportsWildcards]
    public string[] ExcludeExtension { get; set; } = [];

    [Parameter]
    public SwitchParameter NoOwner { get; set; }

    [Parameter]
    public SwitchParameter NoPrivileges { get; set; }

    [Parameter]
    public SwitchParameter NoComments { get; set; }

    [Parameter]
    public SwitchParameter NoSecurityLabels { get; set; }

    [Parameter]
    public SwitchParameter NoTablespaces { get; set; }

    [Parameter]
    public SwitchParameter NoTableAccessMethod { get; set; }

    [Parameter]
    public SwitchParameter SchemaOnly { get; set; }

    [Parameter]
    public SwitchParameter DataOnly { get; set; }

    [Parameter]
    public DatabaseSections Section { get; set; }

    [Parameter]
    public SwitchParameter Clean { get; set; }

    [Parameter]
    public SwitchParameter IfExists { get; set; }

    [Parameter]
    public SwitchParameter Create { get; set; }

    [Parameter]
    public SwitchParameter SingleTransaction { get; set; }

    [Parameter]
    public SwitchParameter DisableTrigger { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public ObjectFailureAction OnError { get; set; }

    [Parameter]
    public DatabaseProvider DestinationHost { get; set; }

    /// <summary>The request with everything that is the same wherever the objects come from.</summary>
    private protected DatabaseCopyRequest Request(DatabaseEndpoint source, TableSelection selection)
    {
        var request = Of(source, selection);
        return (DatabaseCopyRequest)Complete(SingleTransaction ? request with { ThrottleLimit = 1 } : request);
    }

    /// <summary>What is asked for, but for how the rows travel.</summary>
    private protected virtual DatabaseCopyRequest Of(DatabaseEndpoint source, TableSelection selection) => new()
    {
        Source = source,
        Destination = Destination.With(DestinationCredential),
        Selection = selection,
        ExcludeExtensions = ExcludeExtension,
        NoOwner = NoOwner,
        NoPrivileges = NoPrivileges,
        NoComments = NoComments,
        NoSecurityLabels = NoSecurityLabels,
        NoTablespaces = NoTablespaces,
        NoTableAccessMethod = NoTableAccessMethod,
        Sections = SectionChoice.Of(SchemaOnly, DataOnly, MyInvocation.BoundParameters.ContainsKey(nameof(Section)) ? Section : null),
        DestinationHost = MyInvocation.BoundParameters.ContainsKey(nameof(DestinationHost)) ? DestinationHost : null,
        Create = Create,
        SingleTransaction = SingleTransaction,
        DisableTriggers = DisableTrigger,
        Clean = Clean,
        IfExists = IfExists,
        Force = Force,
        ContinueOnError = OnError == ObjectFailureAction.Continue,
    };

    /// <summary>Asks where it must, then restores and tells what became of it.</summary>
    private protected static async Task RestoreAsync(DatabaseCopyRequest request, PipelineWriter output, CancellationToken cancellationToken)
    {
        if (!await MayRestoreAsync(request, output)) return;
        var result = await DatabaseCopy.RunAsync(request, output.Observer, output.WriteObjectAsync, cancellationToken);
        await output.WriteObjectAsync(result);
        foreach (var failure in result.Failures.Where(failure => failure.Error is not null)) await output.WriteErrorAsync(failure.Error!, failure);
        foreach (var table in result.Tables.Where(table => table.Error is not null)) await output.WriteErrorAsync(table.Error!, table);
    }

    /// <summary>What only adds is of medium impact; what drops is of high impact, unless it was told not to ask.</summary>
    private static async Task<bool> MayRestoreAsync(DatabaseCopyRequest request, PipelineWriter output)
    {
        var destination = request.Destination.ToString();
        var drops = request switch
        {
            { Clean: true, Create: true } => "Drop the database, make it anew, then copy",
            { Clean: true } => "Drop what will be made anew, then copy",
            { Create: true } => "Make the database, then copy",
            _ => "Copy",
        };
        if (!await output.ShouldProcessAsync(destination, $"{drops} {Describe(request)} from {request.Source}")) return false;
        return !request.Clean || request.Force || await output.ConfirmHighImpactAsync(
            request.Create
                ? $"The database {destination} will be dropped with all that is in it, and made anew from {request.Source}."
                : $"Objects and rows of {destination} that have the names of the source's will be dropped, and copied anew from {request.Source}.");
    }

    private static string Describe(DatabaseCopyRequest request)
    {
        var what = request.Sections switch
        {
            DatabaseSections.All => "the database",
            DatabaseSections.Data => "the rows",
            DatabaseSections.PreData | DatabaseSections.PostData => "the schema",
            var some => $"the sections {some}",
        };
        return request.Selection.IsAll ? what : what + " as far as it was chosen";
    }
}
