namespace PgMigrate.Benchmarks;

/// <summary>Passes on warnings only.</summary>
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
