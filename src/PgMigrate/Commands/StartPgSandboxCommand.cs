using System.Management.Automation;
using PgMigrate.Engine.Sandbox;

namespace PgMigrate.Commands;

/// <summary>Starts a throw-away PostgreSQL server.</summary>
[Cmdlet(VerbsLifecycle.Start, "PgSandbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(PgSandbox))]
public sealed class StartPgSandboxCommand : AsyncCmdlet
{
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PostgresVersionCompleter))]
    public string? Version { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BinaryPath { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string DatabaseName { get; set; } = "postgres";

    [Parameter]
    public SwitchParameter Supabase { get; set; }

    protected override async Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        var options = new SandboxOptions
        {
            Version = Version,
            Path = FilePath(Path),
            BinaryPath = FilePath(BinaryPath),
            IsSupabase = Supabase,
            DatabaseName = DatabaseName,
        };
        if (!await output.ShouldProcessAsync(options.Path ?? "a temporary folder", "Start a PostgreSQL server")) return;
        await output.WriteObjectAsync(await SandboxServer.StartAsync(options, output.Observer, cancellationToken));
    }

    private string? FilePath(string? path) => path is null ? null : this.Resolve(path);
}
