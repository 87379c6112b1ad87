using System.Management.Automation;
using PgMigrate.Engine.Sandbox;

namespace PgMigrate.Commands;

/// <summary>Stops throw-away PostgreSQL servers and deletes their folders.</summary>
[Cmdlet(VerbsLifecycle.Stop, "PgSandbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class StopPgSandboxCommand : AsyncCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PgSandbox[] InputObject { get; set; } = [];

    protected override async Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        foreach (var sandbox in InputObject)
        {
            if (!await output.ShouldProcessAsync(sandbox.ToString(), "Stop the server and delete its folder")) continue;
            try
            {
                await SandboxServer.StopAsync(sandbox, cancellationToken);
            }
            catch (MigrationException failure)
            {
                await output.WriteErrorAsync(failure, sandbox);
            }
        }
    }
}
