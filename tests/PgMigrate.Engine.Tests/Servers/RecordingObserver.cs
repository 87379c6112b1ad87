using System.Collections.Concurrent;

namespace PgMigrate.Engine.Tests.Servers;

/// <summary>Keeps what the engine says, for assertions.</summary>
internal sealed class RecordingObserver : IMigrationObserver
{
    private readonly ConcurrentQueue<string> verbose = new();
    private readonly ConcurrentQueue<string> warnings = new();
    private readonly ConcurrentQueue<MigrationProgress> steps = new();

    public IReadOnlyList<string> VerboseMessages => [.. verbose];

    public IReadOnlyList<string> Warnings => [.. warnings];

    public IReadOnlyList<MigrationProgress> Steps => [.. steps];

    public void Progress(MigrationProgress progress) => steps.Enqueue(progress);

    public void Verbose(string message) => verbose.Enqueue(message);

    public void Warning(string message) => warnings.Enqueue(message);
}
