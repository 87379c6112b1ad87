using System.Management.Automation;
using PgMigrate.Engine.Alembic;

namespace PgMigrate.Commands;

/// <summary>Runs a project's own Alembic against a database.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "AlembicMigration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AlembicMigrationResult))]
public sealed class InvokeAlembicMigrationCommand : AsyncCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Destination", "Target")]
    [EndpointTransformation]
    public DatabaseEndpoint Database { get; set; } = null!;

    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    [Parameter]
    [EndpointTransformation]
    public DatabaseEndpoint? Source { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? SourceCredential { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Revision { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Variable { get; set; } = "DATABASE_URL";

    [Parameter]
    public DatabaseUrlDialect? Dialect { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AlembicPath { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ArgumentList { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string VersionTable { get; set; } = AlembicRequest.DefaultVersionTable;

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override async Task EndProcessingAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        var migration = AlembicMigration.Open(Request, output.Observer);
        var plan = await migration.PlanAsync(cancellationToken);
        if (!await output.ShouldProcessAsync(Database.ToString(), plan.ToString())) return;
        await output.WriteObjectAsync(await migration.RunAsync(cancellationToken));
    }

    private AlembicRequest Request => new()
    {
        Database = Database.With(Credential),
        Source = Source?.With(SourceCredential),
        Path = this.Resolve(Path),
        Revision = Revision,
        Variable = Variable,
        Dialect = Dialect,
        ProgramPath = AlembicPath is null ? null : this.Resolve(AlembicPath),
        Arguments = ArgumentList,
        VersionTable = VersionTable,
        Force = Force,
    };
}
