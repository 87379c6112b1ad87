using System.Collections.Concurrent;

namespace PgMigrate.Engine.Connections;

/// <summary>Passes each warning on once: whoever connects more than once hears the same.</summary>
internal sealed class DistinctWarnings(IMigrationObserver observer) : IMigrationObserver
{
    private readonly ConcurrentDictionary<string, bool> told = new();

    public void Progress(MigrationProgress progress) => observer.Progress(progress);

    public void Verbose(string message) => observer.Verbose(message);

    public void Warning(string message)
    {
        if (told.TryAdd(message, true)) observer.Warning(message);
    }
}
