namespace PgMigrate;

/// <summary>
/// Hears what the engine says while it works. Members may be called from any thread and must not block for long;
/// they may throw <see cref="OperationCanceledException"/> to end the work.
/// </summary>
public interface IMigrationObserver
{
    /// <summary>One more step of a running activity. The engine throttles these.</summary>
    void Progress(MigrationProgress progress);

    /// <summary>Something that explains what is being done.</summary>
    void Verbose(string message);

    /// <summary>Something that the user should know and that does not stop the work.</summary>
    void Warning(string message);
}
