namespace PgMigrate;

/// <summary>How the export of a database ended.</summary>
public enum DatabaseExportStatus
{
    /// <summary>The archive is whole.</summary>
    Completed,

    /// <summary>It ended early. There is no archive; a folder holds what <c>-Resume</c> may continue from.</summary>
    Failed,
}
