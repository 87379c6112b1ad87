namespace PgMigrate;

/// <summary>How the copy of one table ended.</summary>
public enum TableCopyStatus
{
    /// <summary>Every row arrived.</summary>
    Completed,

    /// <summary>Every row arrived but those in the reject file.</summary>
    CompletedWithRejects,

    /// <summary>An earlier run had brought every row; nothing was copied.</summary>
    AlreadyCopied,

    /// <summary>The copy of this table failed; what it had committed stays, and a later run may resume it.</summary>
    Failed,
}
