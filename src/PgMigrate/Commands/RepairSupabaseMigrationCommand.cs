using System.Management.Automation;
using PgMigrate.Engine.Supabase;

namespace PgMigrate.Commands;

/// <summary>Mends the history of SQL migrations without running any.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "SupabaseMigration", DefaultParameterSetName = OfVersions, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(SupabaseMigrationRepair))]
public sealed class RepairSupabaseMigrationCommand : MigrationCmdlet
{
    private const string OfVersions = "Version";
    private const string OfAll = "All";

    [Parameter(ParameterSetName = OfVersions, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Version { get; set; } = [];

    [Parameter(ParameterSetName = OfAll, Mandatory = true)]
    public SwitchParameter All { get; set; }

    [Parameter(Mandatory = true)]
    public SupabaseRepairStatus Status { get; set; }

    private readonly List<string> versions = [];

    protected override Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        versions.AddRange(Version);
        return Task.CompletedTask;
    }

    protected override async Task EndProcessingAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        if (versions.Count == 0 && !All) return;
        var request = new MigrationRepairRequest
        {
            Database = FindDatabase(output),
            Path = Folder,
            Versions = versions.Distinct(StringComparer.Ordinal).ToArray(),
            Status = Status,
        };
        if (!await output.ShouldProcessAsync(request.Database.ToString(), Action(request))) return;
        foreach (var change in await MigrationRepair.RunAsync(request, output.Observer, cancellationToken)) await output.WriteObjectAsync(change);
    }

    private static string Action(MigrationRepairRequest request) => (request.Versions.Count, request.Status) switch
    {
        (0, SupabaseRepairStatus.Applied) => "Replace the whole history of migrations by the local files",
        (0, _) => "Empty the history of migrations",
        (_, SupabaseRepairStatus.Applied) => $"Record as applied: {string.Join(", ", request.Versions)}",
        _ => $"Take out of the history: {string.Join(", ", request.Versions)}",
    };
}
