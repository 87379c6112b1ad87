using System.Management.Automation;
using PgMigrate.Engine.Switching;

namespace PgMigrate.Commands;

/// <summary>Switches a program's database by rewriting a variable of its .env files.</summary>
[Cmdlet(VerbsCommon.Switch, "DatabaseUrl", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(DatabaseUrlSwitch))]
public sealed class SwitchDatabaseUrlCommand : AsyncCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [EndpointTransformation]
    public DatabaseEndpoint Database { get; set; } = null!;

    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [".env"];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "DATABASE_URL";

    [Parameter]
    public DatabaseUrlDialect? Dialect { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    protected override async Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        foreach (var written in Path)
        {
            var path = written;
            try
            {
                path = this.Resolve(written);
                var endpoint = Database.With(Credential);
                var planned = await EnvironmentFile.SwitchAsync(path, Name, endpoint, Dialect, whatIf: true, cancellationToken);
                if (!await output.ShouldProcessAsync(path, $"Set {Name} to {planned.NewUrl}")) continue;
                var done = await EnvironmentFile.SwitchAsync(path, Name, endpoint, Dialect, whatIf: false, cancellationToken);
                foreach (var warning in done.Warnings) await output.WriteWarningAsync(warning);
                await output.WriteObjectAsync(done);
            }
            catch (MigrationException failure)
            {
                await output.WriteErrorAsync(failure, path);
            }
        }
    }
}
