using PgMigrate.Engine.Archives;

namespace PgMigrate.Engine.Reports;

/// <summary>Writes what cmdlets gave as a page, JSON, JUnit's XML or Markdown: the engine of <c>Export-MigrationReport</c>.</summary>
public static class MigrationReport
{
    /// <summary>Writes the report beside its place, flushed, and then gives it its name. Returns its full path.</summary>
    /// <exception cref="MigrationException">ReportFormatUnknown, ReportEmpty, ReportItemUnknown, ReportExists or ReportNotWritten.</exception>
    public static async Task<string> WriteAsync(MigrationReportRequest request, CancellationToken cancellationToken)
    {
        var format = FormatOf(request.Path);
        var path = Path.GetFullPath(request.Path);
        if (!request.Force && Path.Exists(path)) throw ReportErrors.Exists(path);
        var report = ReportBuilder.Build(request.Items, request.Title, DateTimeOffset.UtcNow);
        var bytes = format switch
        {
            MigrationReportFormat.Html => HtmlReport.Write(report),
            MigrationReportFormat.Json => JsonReport.Write(report),
            MigrationReportFormat.JUnit => JUnitReport.Write(report),
            _ => MarkdownReport.Write(report),
        };
        try
        {
            var file = PartFile.Create(path);
            await using var fileEnd = file.ConfigureAwait(false);
            await file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            await file.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException failure) when (failure is { ErrorId: "ArchiveNotWritten", InnerException: { } cause })
        {
            throw ReportErrors.NotWritten(path, cause);
        }

        return path;
    }

    /// <summary>Lets only such objects pass as a report tells of.</summary>
    /// <exception cref="MigrationException">ReportItemUnknown.</exception>
    public static void RequireKnown(Type type)
    {
        if (!ReportJson.Knows(type)) throw ReportErrors.UnknownItem(type);
    }

    /// <summary>Lets only such paths pass as tell a report's form.</summary>
    /// <exception cref="MigrationException">ReportFormatUnknown.</exception>
    public static void RequireForm(string path) => _ = FormatOf(path);

    private static MigrationReportFormat FormatOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".HTML" or ".HTM" => MigrationReportFormat.Html,
        ".JSON" => MigrationReportFormat.Json,
        ".XML" => MigrationReportFormat.JUnit,
        ".MD" or ".MARKDOWN" => MigrationReportFormat.Markdown,
        _ => throw ReportErrors.UnknownForm(path),
    };
}
