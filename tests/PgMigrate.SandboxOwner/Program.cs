using PgMigrate;
using PgMigrate.Engine.Sandbox;

// Starts a sandbox, says where, and holds it until its input ends: a clean exit without a stop.
var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), new SilentObserver(), CancellationToken.None);
Console.WriteLine($"{sandbox.ProcessId}|{sandbox.Path}");
Console.In.ReadToEnd();

internal sealed class SilentObserver : IMigrationObserver
{
    public void Progress(MigrationProgress progress)
    {
    }

    public void Verbose(string message)
    {
    }

    public void Warning(string message) => Console.Error.WriteLine(message);
}
