using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>What can go wrong while an archive is written.</summary>
internal static class ArchiveWritingErrors
{
    /// <summary>Does the work; where the system refuses it, says so of the file.</summary>
    public static T Translated<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(path, error);
        }
    }

    public static MigrationException NotWritten(string path, Exception error) => new(
        "ArchiveNotWritten", MigrationErrorCategory.WriteError, $"'{path}' could not be written: {error.Message}", error)
    {
        Subject = path,
        Remedy = "Name a place that can be written and has room.",
    };

    /// <summary>Statements that nothing but their execution tells the meaning of.</summary>
    public static MigrationException NotArchivable(DatabaseEndpoint source, TocEntry entry) => new(
        "ScriptNotArchivable", MigrationErrorCategory.InvalidOperation, $"'{source}' holds what no archive can: {entry} is known by its statements alone.")
    {
        Subject = source.ToString(),
        Remedy = "Import the script into a database, which Start-PgSandbox makes for the while, and export that.",
    };

    public static MigrationException Exists(string path, bool isFolder) => new(
        "ArchiveExists", MigrationErrorCategory.ResourceExists, isFolder ? $"The folder '{path}' is not empty." : $"'{path}' exists.")
    {
        Subject = path,
        Remedy = isFolder
            ? "Name another folder, go on with an export that was stopped with -Resume, or replace the archive in it with -Force."
            : "Name another file, or replace it with -Force.",
    };
}
