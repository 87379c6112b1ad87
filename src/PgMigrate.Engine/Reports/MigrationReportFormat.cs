namespace PgMigrate.Engine.Reports;

/// <summary>The form of a report, which its file's ending tells.</summary>
internal enum MigrationReportFormat
{
    /// <summary>A page that needs nothing beside it.</summary>
    Html,

    /// <summary>The objects themselves.</summary>
    Json,

    /// <summary>JUnit's XML, which pipelines show as tests.</summary>
    JUnit,

    /// <summary>Text for a ticket.</summary>
    Markdown,
}
