namespace PgMigrate.Engine.Journal;

/// <summary>How a run stands.</summary>
internal enum MigrationStatus
{
    Running,
    Completed,
    Failed,

    /// <summary>Given up by the user for a new run.</summary>
    Abandoned,
}
