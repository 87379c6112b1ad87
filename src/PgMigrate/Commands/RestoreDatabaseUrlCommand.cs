using System.Management.Automation;
using PgMigrate.Engine.Switching;

namespace PgMigrate.Commands;

/// <summary>Goes back from a switch of a program's database.</summary>
[Cmdlet(VerbsData.Restore, "DatabaseUrl", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(DatabaseUrlSwitch))]
public sealed class RestoreDatabaseUrlCommand : SwitchCmdlet
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public override string[]? Path { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public override string Name { get; set; } = "DATABASE_URL";

    [Parameter]
    [ValidateRange(1, 1000)]
    public int Steps { get; set; } = 1;

    protected override async Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        try
        {
            var request = new DatabaseUrlRestoreRequest
            {
                Targets = Places(output),
                Name = Name,
                Steps = Steps,
                Force = Force,
                WhatIf = this.IsWhatIf(),
                Approve = planned => output.ShouldProcessAsync(planned.Target, $"Set {planned.Name} back to {planned.NewUrl ?? "what it was"}"),
                JournalPath = JournalFile,
                DeployTimeout = TimeSpan.FromSeconds(DeployTimeout),
            };
            await WriteAsync(output, await DatabaseUrlSwitching.RestoreAsync(request, output.Observer, cancellationToken));
        }
        catch (MigrationException failure)
        {
            await output.WriteErrorAsync(failure);
        }
    }
}
