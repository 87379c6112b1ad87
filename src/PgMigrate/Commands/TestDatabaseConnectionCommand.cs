using System.Management.Automation;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Commands;

/// <summary>Finds out what a connection is, what its role may do and how fast it answers.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DatabaseConnection")]
[OutputType(typeof(DatabaseConnectionReport), typeof(bool))]
public sealed class TestDatabaseConnectionCommand : AsyncCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [EndpointTransformation]
    public DatabaseEndpoint Database { get; set; } = null!;

    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    [Parameter]
    [ValidateRange(1, 10_000)]
    public int PingCount { get; set; } = 20;

    [Parameter]
    [ValidateRange(0, 100)]
    public int RetryCount { get; set; } = 3;

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override async Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        var options = new ConnectionTestOptions { Pings = PingCount, Retries = RetryCount };
        try
        {
            var report = await ConnectionTest.RunAsync(Database.With(Credential), options, output.Observer, cancellationToken);
            await output.WriteObjectAsync(Quiet ? true : report);
        }
        catch (MigrationException failure)
        {
            if (Quiet) await output.WriteObjectAsync(false);
            else await output.WriteErrorAsync(failure, Database);
        }
    }
}
