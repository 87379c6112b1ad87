using System.Management.Automation;
using PgMigrate.Engine.Switching;

namespace PgMigrate.Commands;

/// <summary>Switches a program's database in .env files, in environments and at its host.</summary>
[Cmdlet(VerbsCommon.Switch, "DatabaseUrl", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(DatabaseUrlSwitch))]
public sealed class SwitchDatabaseUrlCommand : SwitchCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [EndpointTransformation]
    public DatabaseEndpoint Database { get; set; } = null!;

    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public override string[]? Path { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public override string Name { get; set; } = "DATABASE_URL";

    [Parameter]
    public DatabaseUrlDialect? Dialect { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    [Parameter]
    [ValidateNotNull]
    public MigrationIntegrity? Expect { get; set; }

    [Parameter]
    public SwitchParameter SkipConnectionTest { get; set; }

    protected override async Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        try
        {
            var request = new DatabaseUrlSwitchRequest
            {
                Database = Database.With(Credential),
                Targets = Places(output),
                Name = Name,
                Dialect = Dialect,
                Expect = Expect,
                TestConnection = !SkipConnectionTest,
                Force = Force,
                WhatIf = this.IsWhatIf(),
                Approve = planned => output.ShouldProcessAsync(planned.Target, $"Set {planned.Name} to {planned.NewUrl}"),
                JournalPath = JournalFile,
                DeployTimeout = TimeSpan.FromSeconds(DeployTimeout),
            };
            await WriteAsync(output, await DatabaseUrlSwitching.SwitchAsync(request, output.Observer, cancellationToken));
        }
        catch (MigrationException failure)
        {
            await output.WriteErrorAsync(failure, Database);
        }
    }
}
