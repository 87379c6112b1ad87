namespace PgMigrate.Engine.Supabase;

/// <summary>How far a run has come, and what its files' results are.</summary>
internal sealed class RunProgress(IReadOnlyList<PlannedFile> files, ObjectFailureAction onError, IMigrationObserver observer)
{
    private const string Activity = "Running SQL files";

    private readonly List<string> applied = [];
    private readonly HashSet<SupabaseFileKind> kinds = [];
    private int done;

    public IReadOnlyList<PlannedFile> Files => files;

    public IMigrationObserver Observer => observer;

    /// <summary>Whether a failure keeps the rest from being run.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Whether no file of the kind has been begun; true once.</summary>
    public bool IsFirstOf(SupabaseFileKind kind) => kinds.Add(kind);

    public void Begin(PlannedFile file)
    {
        observer.Verbose($"{file.ToStep()}.");
        observer.Progress(new() { Id = 0, Activity = Activity, Status = file.File, Objects = done, TotalObjects = files.Count });
    }

    public SupabaseMigrationResult End(PlannedFile file, FileFailure? failure, TimeSpan elapsed)
    {
        done++;
        if (failure is not null) return Failed(file, failure, elapsed);
        applied.Add(file.File);
        var outcome = file switch
        {
            { IsHashUpdate: true } => SupabaseMigrationOutcome.HashUpdated,
            { Kind: SupabaseFileKind.Down } => SupabaseMigrationOutcome.Undone,
            _ => SupabaseMigrationOutcome.Applied,
        };
        if (file.IsHashUpdate) observer.Warning($"{file.File} was run before it was changed: its new hash is recorded, and nothing of it is run again.");
        return file.ToResult(outcome) with { Elapsed = elapsed };
    }

    public void Complete() => observer.Progress(new() { Id = 0, Activity = Activity, Objects = done, TotalObjects = files.Count, IsCompleted = true });

    private SupabaseMigrationResult Failed(PlannedFile file, FileFailure failure, TimeSpan elapsed)
    {
        var report = new FailureReport(file, failure)
        {
            Before = [.. applied],
            After = [.. files.Skip(done).Select(next => next.File)],
            Continues = onError == ObjectFailureAction.Continue,
        };
        var result = report.ToResult(elapsed);
        IsStopped = onError == ObjectFailureAction.Stop || report.IsLost;
        return result;
    }
}
