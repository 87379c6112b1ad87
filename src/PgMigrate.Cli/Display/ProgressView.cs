namespace PgMigrate.Cli.Display;

/// <summary>Shows a running activity. The engine calls it from any thread.</summary>
internal abstract class ProgressView : IMigrationObserver
{
    public abstract void Progress(MigrationProgress progress);

    public abstract void Warning(string message);

    public abstract void Verbose(string message);

    /// <summary>Says that a part of the activity has ended, where the view does not show it by itself.</summary>
    public abstract void Finished(string line);

    /// <summary>Says what nothing else shows.</summary>
    public abstract void Told(string line);
}
