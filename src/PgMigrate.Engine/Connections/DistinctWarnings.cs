using System.Collections.Concurrent;

namespace PgMigrate.Engine.Readiness;

/// <summary>Passes each warning on once: an assessment connects more than once, and each connection would say the same.</summary>
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
