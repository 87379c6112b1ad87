using System.Collections.Concurrent;

namespace PgMigrate.Engine.Tests.Connections;

/// <summary>Keeps what the engine said.</summary>
internal sealed class ObserverLog : IMigrationObserver
{
    public ConcurrentQueue<string> Warnings { get; } = new();

    public ConcurrentQueue<string> Explanations { get; } = new();

    public void Progress(MigrationProgress progress)
    {
    }

    public void Verbose(string message) => Explanations.Enqueue(message);

    public void Warning(string message) => Warnings.Enqueue(message);
}
