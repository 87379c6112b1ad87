namespace PgMigrate.Engine.Reports;

/// <summary>A column of a report's table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Kind">What its cells hold.</param>
/// <param name="HasBars">Whether bars show its numbers beside each other.</param>
internal sealed record ReportColumn(string Title, ReportColumnKind Kind = ReportColumnKind.Text, bool HasBars = false);
