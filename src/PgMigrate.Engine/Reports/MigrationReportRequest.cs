namespace PgMigrate.Engine.Reports;

/// <summary>Which report to write.</summary>
public sealed record MigrationReportRequest
{
    /// <summary>The file, whose ending tells the form: .html, .json, .xml or .md.</summary>
    public required string Path { get; init; }

    /// <summary>What cmdlets have given: findings, results, records of tables.</summary>
    public required IReadOnlyList<object> Items { get; init; }

    public string Title { get; init; } = "Migration report";

    /// <summary>Whether a file that is there is replaced.</summary>
    public bool Force { get; init; }
}
