using System.Management.Automation;
using PgMigrate.Engine.Runbook;

namespace PgMigrate.Commands;

/// <summary>Migrates a whole database: assesses, keeps, makes, copies, compares, switches, watches, accepts.</summary>
[Cmdlet(VerbsLifecycle.Start, "DatabaseMigration", DefaultParameterSetName = ByEnds, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(MigrationStep), typeof(DatabaseMigration))]
public sealed class StartDatabaseMigrationCommand : MigrationStepsCmdlet
{
    private const string ByEnds = "Ends";
    private const string ByPlan = "Plan";

    [Parameter(ParameterSetName = ByEnds, Mandatory = true, Position = 0)]
    [Parameter(ParameterSetName = ByPlan, Position = 0)]
    [EndpointTransformation]
    public override DatabaseEndpoint? Source { get; set; }

    [Parameter(ParameterSetName = ByEnds, Mandatory = true, Position = 1)]
    [Parameter(ParameterSetName = ByPlan, Position = 1)]
    [Alias("Target")]
    [EndpointTransformation]
    public override DatabaseEndpoint? Destination { get; set; }

    [Parameter(ParameterSetName = ByPlan, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? Plan { get; set; }

    [Parameter]
    [SupportsWildcards]
    public string[] Table { get; set; } = [];

    [Parameter]
    [SupportsWildcards]
    public string[] ExcludeTable { get; set; } = [];

    [Parameter]
    [SupportsWildcards]
    public string[] Schema { get; set; } = [];

    [Parameter]
    [SupportsWildcards]
    public string[] ExcludeSchema { get; set; } = [];

    [Parameter]
    [SupportsWildcards]
    public string[] ExcludeExtension { get; set; } = [];

    [Parameter]
    public SwitchParameter NoOwner { get; set; }

    [Parameter]
    public SwitchParameter NoPrivileges { get; set; }

    [Parameter]
    public SwitchParameter IncludeRole { get; set; }

    [Parameter]
    public DatabaseProvider DestinationHost { get; set; }

    [Parameter]
    public SwitchParameter InferTypes { get; set; }

    [Parameter]
    public IdentifierCase IdentifierCase { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AlembicProjectPath { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AlembicPath { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SupabaseProjectPath { get; set; }

    [Parameter]
    public CopyMode Mode { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BackupPath { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] EnvPath { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "DATABASE_URL";

    [Parameter]
    public DatabaseUrlDialect Dialect { get; set; }

    [Parameter]
    public SwitchParameter Fence { get; set; }

    [Parameter]
    [ValidateRange(0, 86_400)]
    public int FenceTimeout { get; set; } = 30;

    [Parameter]
    public IntegrityLevel Level { get; set; } = IntegrityLevel.Checksum;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] LogPath { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ErrorPattern { get; set; }

    [Parameter]
    public SwitchParameter Restart { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override async Task EndProcessingAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        var request = ReadRequest(output);
        if (this.IsWhatIf())
        {
            foreach (var step in await MigrationRunbook.PlanAsync(request, output.Observer, cancellationToken)) await output.WriteObjectAsync(step);
            return;
        }

        if (!await output.ShouldProcessAsync(request.Destination.ToString(), Describe(request))) return;
        await WriteAsync(output, await MigrationRunbook.StartAsync(request, step => output.WriteObjectAsync(step), output.Observer, cancellationToken));
    }

    private static string Describe(DatabaseMigrationRequest request)
    {
        var places = request.Plan.EnvPath.Concat(request.Targets.Select(target => target.ToString())).ToList();
        return $"{(request.Restart ? "Drop what an earlier call made, and migrate" : "Migrate")} {request.Source}{(places.Count == 0 ? "" : $", and switch {string.Join(", ", places)} to it")}";
    }

    private DatabaseMigrationRequest ReadRequest(PipelineWriter output)
    {
        var (ends, plan) = (new PlanEnds(), new MigrationPlan());
        if (Plan is not null)
        {
            var path = this.Resolve(Plan);
            var folder = System.IO.Path.GetDirectoryName(path)!;
            (ends, var settings) = PlanEnds.Take(PlanScript.Read(path), path, folder);
            plan = plan.Apply(settings, path, folder);
        }

        return new()
        {
            Source = PlanEnds.Require(Source, ends.Source, nameof(Source)).With(SourceCredential),
            Destination = PlanEnds.Require(Destination, ends.Destination, nameof(Destination)).With(DestinationCredential),
            ApplicationDatabase = ApplicationDatabase ?? ends.ApplicationDatabase,
            Plan = plan.Apply(BoundSettings, MyInvocation.MyCommand.Name, Folder),
            Targets = Places(output),
            JournalPath = JournalFile,
            Folder = Folder,
            Restart = Restart,
            RemoveJournal = RemoveJournal,
        };
    }
}
