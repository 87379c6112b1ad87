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
[OutputType(typeof(DatabaseCopyResult))]
public sealed class ImportPgDatabaseCommand : DatabaseRestoreCmdlet
{
    [Parameter(ParameterSetName = FromSource, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? List { get; set; }

    protected override Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
        => RestoreAsync(Request(ArchiveEndpoint.Of(this.Resolve(Path)), Selection), output, cancellationToken);

    private protected override DatabaseCopyRequest Of(DatabaseEndpoint source, TableSelection selection)
        => base.Of(source, selection) with { List = List is null ? null : EntryList.Read(this.Resolve(List)) };
}
