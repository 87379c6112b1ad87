namespace PgMigrate;

/// <summary>How the copy of a database ended.</summary>
public enum DatabaseCopyStatus
{
    /// <summary>All of it has arrived.</summary>
    Completed,

    /// <summary>An earlier run had brought all of it.</summary>
    AlreadyCopied,

    /// <summary>All has arrived but rows that went to reject files.</summary>
    CompletedWithRejects,

    /// <summary>Something was refused, and the rest has arrived.</summary>
    CompletedWithErrors,

    /// <summary>It ended early. What had arrived stays, and <c>-Resume</c> continues from there.</summary>
    Failed,
}
