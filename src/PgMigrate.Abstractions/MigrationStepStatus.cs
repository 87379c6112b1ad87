namespace PgMigrate;

/// <summary>How a step of a migration stands.</summary>
public enum MigrationStepStatus
{
    /// <summary>It is still to come.</summary>
    Planned,

    /// <summary>It was begun; of a migration whose process is gone, it was interrupted.</summary>
    Running,

    Done,

    /// <summary>It was left out, or there is nothing for it to do.</summary>
    Skipped,

    Failed,
}
