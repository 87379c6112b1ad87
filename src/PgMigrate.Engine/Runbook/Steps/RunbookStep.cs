namespace PgMigrate.Engine.Runbook;

/// <summary>One step of a migration. Done again after an interruption it comes to the same end.</summary>
internal abstract class RunbookStep
{
    public abstract MigrationStepName Name { get; }

    /// <summary>Every step, in order.</summary>
    public static IReadOnlyList<RunbookStep> All { get; } =
    [
        new ReadinessStep(), new BackupStep(), new SchemaStep(), new RowsStep(), new SequencesStep(), new VerifyStep(), new CutoverStep(), new HealthStep(), new AcceptStep(),
    ];

    /// <summary>What the step does here, in one sentence.</summary>
    public abstract string Describe(DatabaseMigrationRequest request, RunbookFigures? figures);

    /// <summary>Why there is nothing to do; null where there is.</summary>
    public virtual string? ReasonToSkip(RunbookContext context) => null;

    /// <summary>Does it, and says what came of it in one sentence.</summary>
    /// <exception cref="MigrationException">It failed.</exception>
    public abstract Task<string> RunAsync(RunbookContext context, CancellationToken cancellationToken);
}
