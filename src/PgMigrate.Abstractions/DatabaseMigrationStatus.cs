namespace PgMigrate;

/// <summary>How a whole migration stands.</summary>
public enum DatabaseMigrationStatus
{
    /// <summary>It is under way, or its process is gone.</summary>
    Running,

    /// <summary>It was told to stop before a step.</summary>
    Stopped,

    /// <summary>A step failed. It can be resumed, or undone.</summary>
    Failed,

    /// <summary>Every step is done.</summary>
    Completed,

    /// <summary>A step failed after the switch, and the program was given its old database again.</summary>
    RolledBack,

    /// <summary>The user went back.</summary>
    Undone,
}
