using System.Management.Automation;
using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Commands;

/// <summary>Restores databases from pg_dump's archives and scripts, or those of Export-PgDatabase, into PostgreSQL.</summary>
[Cmdlet(
    VerbsData.Import, "PgDatabase", DefaultParameterSetName = FromSource, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(DatabaseCopyResult), typeof(DatabaseExportResult))]
public sealed class ImportPgDatabaseCommand : DatabaseRestoreCmdlet
{
    /// <summary>What a file has no use for, being a destination.</summary>
    private static readonly string[] OfDatabases =
    [
        nameof(List), nameof(DestinationCredential), nameof(Resume), nameof(Restart), nameof(JournalPath), nameof(RemoveJournal), nameof(SkipAnalyze), nameof(OnBadRow),
        nameof(RejectPath), nameof(ReconnectTimeout), nameof(SingleTransaction), nameof(DisableTrigger), nameof(OnError),
    ];

    [Parameter(ParameterSetName = FromSource, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? List { get; set; }

    protected override Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        var archive = ArchiveEndpoint.Of(this.Resolve(Path));
        if (Destination.Kind == DatabaseKind.Archive) return ConvertAsync(archive, output, cancellationToken);
        return RestoreAsync(Request(archive, Selection), output, cancellationToken);
    }

    private protected override DatabaseCopyRequest Of(DatabaseEndpoint source, TableSelection selection)
        => base.Of(source, selection) with { List = List is null ? null : EntryList.Read(this.Resolve(List)) };

    /// <summary>Writes the archive anew, as what the destination's name says it is: a script, or a Custom archive.</summary>
    private async Task ConvertAsync(DatabaseEndpoint archive, PipelineWriter output, CancellationToken cancellationToken)
    {
        if (OfDatabases.FirstOrDefault(MyInvocation.BoundParameters.ContainsKey) is { } parameter) throw NotOfFiles(parameter);
        var request = DatabaseExportRequest.ConversionOf(Request(archive, Selection));
        if (!await output.ShouldProcessAsync(request.Path, $"Write {archive} as {request.Format}")) return;
        await output.WriteObjectAsync(await DatabaseExport.RunAsync(request, output.Observer, output.WriteObjectAsync, cancellationToken));
    }

    private MigrationException NotOfFiles(string parameter) => new(
        "ParametersConflict", MigrationErrorCategory.InvalidArgument, $"-{parameter} is about a database, and the destination is the file '{Destination}'.")
    {
        Subject = parameter,
        Remedy = $"Leave -{parameter} out, or name a database with -Destination.",
    };
}
