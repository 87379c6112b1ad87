namespace PgMigrate.Engine.Reports;

/// <summary>One line of what a section is about.</summary>
internal sealed record ReportFact(string Name, string Value);
