namespace PgMigrate.Engine.Readiness;

/// <summary>Keeps what a rehearsal warns of, to be told as findings.</summary>
internal sealed class RehearsalObserver(IMigrationObserver observer) : IMigrationObserver
{
    private readonly List<string> warnings = [];

    public IReadOnlyList<string> Warnings => warnings;

    public void Progress(MigrationProgress progress) => observer.Progress(progress);

    public void Verbose(string message) => observer.Verbose(message);

    public void Warning(string message) => warnings.Add(message);
}
