using System.Management.Automation;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Commands;

/// <summary>Exports whole databases into archives and scripts that pg_restore and psql take as well.</summary>
[Cmdlet(VerbsData.Export, "PgDatabase", DefaultParameterSetName = FromSource, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(DatabaseExportResult))]
public sealed class ExportPgDatabaseCommand : TableSelectionCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    [EndpointTransformation]
    public DatabaseEndpoint Source { get; set; } = null!;

    [Parameter]
    [Credential]
    public PSCredential? SourceCredential { get; set; }

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    [Parameter]
    [ValidateSet(nameof(ArchiveFormat.Custom), nameof(ArchiveFormat.Directory), nameof(ArchiveFormat.Plain))]
    public ArchiveFormat Format { get; set; }

    [Parameter]
    public ArchiveCompression? Compression { get; set; }

    [Parameter]
    public int? CompressionLevel { get; set; }

    [Parameter]
    public Version? ArchiveVersion { get; set; }

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
    public SwitchParameter Inserts { get; set; }

    [Parameter]
    public SwitchParameter ColumnInserts { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? RowsPerInsert { get; set; }

    [Parameter]
    public SwitchParameter OnConflictDoNothing { get; set; }

    [Parameter]
    public SwitchParameter Manifest { get; set; }

    [Parameter]
    public SwitchParameter Statistics { get; set; }

    [Parameter]
    public SwitchParameter Resume { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    [ValidateRange(1, 64)]
    public int? ThrottleLimit { get; set; }

    [Parameter]
    public SwitchParameter InferTypes { get; set; }

    [Parameter]
    public IdentifierCase IdentifierCase { get; set; }

    [Parameter]
    [ValidateRange(1, 86_400)]
    public int LockTimeout { get; set; } = 30;

    protected override async Task EndProcessingAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        var request = Request();
        // Before anybody is asked to confirm it.
        request.Validate();
        if (!await output.ShouldProcessAsync(request.Path, $"Export {request.Source} as {Format}")) return;
        await output.WriteObjectAsync(await DatabaseExport.RunAsync(request, output.Observer, output.WriteObjectAsync, cancellationToken));
    }

    private DatabaseExportRequest Request()
    {
        var request = new DatabaseExportRequest
        {
            Source = Source.With(SourceCredential),
            Path = this.Resolve(Path),
            Format = Format,
            Compression = Compression,
            CompressionLevel = CompressionLevel,
            ArchiveVersion = ArchiveVersion,
            Selection = Selection,
            Sections = SectionChoice.Of(SchemaOnly, DataOnly, MyInvocation.BoundParameters.ContainsKey(nameof(Section)) ? Section : null),
            ExcludeExtensions = ExcludeExtension,
            NoOwner = NoOwner,
            NoPrivileges = NoPrivileges,
            NoComments = NoComments,
            NoSecurityLabels = NoSecurityLabels,
            NoTablespaces = NoTablespaces,
            NoTableAccessMethod = NoTableAccessMethod,
            Clean = Clean,
            IfExists = IfExists,
            Create = Create,
            Inserts = Inserts,
            ColumnInserts = ColumnInserts,
            RowsPerInsert = RowsPerInsert,
            OnConflictDoNothing = OnConflictDoNothing,
            Manifest = Manifest,
            Statistics = Statistics,
            Resume = Resume,
            Force = Force,
            InferTypes = InferTypes,
            IdentifierCase = IdentifierCase,
            LockTimeout = TimeSpan.FromSeconds(LockTimeout),
        };
        return ThrottleLimit is { } limit ? request with { ThrottleLimit = limit } : request;
    }
}
