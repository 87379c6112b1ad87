using System.Management.Automation;

namespace PgMigrate.Commands;

/// <summary>The base of what takes a migration's steps, from the first or from where it was: what may be another at every call.</summary>
public abstract class MigrationStepsCmdlet : DatabaseMigrationCmdlet
{
    [Parameter]
    [EndpointTransformation]
    public DatabaseEndpoint? ApplicationDatabase { get; set; }

    [Parameter]
    public MigrationStepName[] Skip { get; set; } = [];

    [Parameter]
    public MigrationStepName StopBefore { get; set; }

    [Parameter]
    public Uri? HealthUri { get; set; }

    [Parameter]
    [ValidateRange(1, 86_400)]
    public int HealthTimeout { get; set; } = 120;

    [Parameter]
    public SwitchParameter RollbackOnFailure { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ReportPath { get; set; } = [];

    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; }

    [Parameter]
    public SwitchParameter RemoveJournal { get; set; }
}
