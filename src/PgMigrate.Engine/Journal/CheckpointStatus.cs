namespace PgMigrate.Engine.Journal;

/// <summary>How far a checkpoint's work has come.</summary>
internal enum CheckpointStatus
{
    /// <summary>Its bounds are fixed; nothing of it is in the destination.</summary>
    Planned,

    /// <summary>All of it is in the destination.</summary>
    Done,

    /// <summary>Its last try failed; nothing of it is in the destination.</summary>
    Failed,
}
