namespace PgMigrate.Engine.Reports;

internal static class ReportErrors
{
    public static MigrationException UnknownForm(string path) => new(
        "ReportFormatUnknown", MigrationErrorCategory.InvalidArgument, $"The name '{path}' does not tell the report's form.")
    {
        Subject = path,
        Remedy = "Let it end with .html, .json, .xml (JUnit) or .md.",
    };

    public static MigrationException Exists(string path) => new(
        "ReportExists", MigrationErrorCategory.ResourceExists, $"The file '{path}' is there already.")
    {
        Subject = path,
        Remedy = "Name another one, or replace it with -Force.",
    };

    public static MigrationException NotWritten(string path, Exception failure) => new(
        "ReportNotWritten", MigrationErrorCategory.WriteError, $"The report '{path}' could not be written: {failure.Message}", failure)
    {
        Subject = path,
        Remedy = "Check that the folder is there, that this user may write to it and that the disk has room.",
    };

    public static MigrationException Nothing() => new(
        "ReportEmpty", MigrationErrorCategory.InvalidArgument, "There is nothing to report.")
    {
        Remedy = "Pipe in what the other cmdlets gave, such as $readiness, $copy, $integrity | Export-MigrationReport report.html.",
    };

    public static MigrationException UnknownItem(Type type) => new(
        "ReportItemUnknown", MigrationErrorCategory.InvalidArgument, $"A report can't tell of a {type.Name}.")
    {
        Subject = type.FullName,
        Remedy = "Pipe in findings and results of PgMigrate's cmdlets as they are, without Select-Object or Format-Table.",
    };
}
