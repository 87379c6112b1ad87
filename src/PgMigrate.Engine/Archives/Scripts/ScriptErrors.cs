using System.Globalization;

namespace PgMigrate.Engine.Archives;

/// <summary>What may be wrong with a script, each with the file and the line.</summary>
internal static class ScriptErrors
{
    /// <summary>The script ends in the midst of something.</summary>
    public static MigrationException Truncated(string file, long line, string what) => new(
        "ScriptTruncated", MigrationErrorCategory.InvalidData, $"{Place(file, line)}: {what}.")
    {
        Subject = Place(file, line),
        Remedy = "The file was cut off: copy or dump it anew.",
    };

    /// <summary>Something is well written and means nothing here.</summary>
    public static MigrationException NotUnderstood(string file, long line, string what, string remedy) => new(
        "ScriptNotUnderstood", MigrationErrorCategory.InvalidData, $"{Place(file, line)}: {what}.")
    {
        Subject = Place(file, line),
        Remedy = remedy,
    };

    /// <summary>The text is not in the character set that it should be in.</summary>
    public static MigrationException Encoding(string file, long line, string what, string remedy) => new(
        "ScriptEncodingUnknown", MigrationErrorCategory.InvalidData, $"{Place(file, line)}: {what}.")
    {
        Subject = Place(file, line),
        Remedy = remedy,
    };

    /// <summary>A statement that would take all memory.</summary>
    public static MigrationException TooLong(string file, long line, int limit) => new(
        "StatementTooLong",
        MigrationErrorCategory.InvalidData,
        string.Create(CultureInfo.InvariantCulture, $"{Place(file, line)}: the statement that begins here is longer than {limit / (1024 * 1024)} MB."))
    {
        Subject = Place(file, line),
        Remedy = "Dump the rows with COPY, that is without --inserts; or look whether a quote that does not end swallows the rest.",
    };

    /// <summary>The file can't be read, or not as a script.</summary>
    public static MigrationException NotReadable(string file, string why, string remedy, Exception? error = null) => new(
        "ScriptNotReadable", MigrationErrorCategory.ReadError, $"{file} can't be read as a script: {why.TrimEnd('.')}.", error)
    {
        Subject = file,
        Remedy = remedy,
    };

    /// <summary>How a line of a file is named.</summary>
    public static string Place(string file, long line) => string.Create(CultureInfo.InvariantCulture, $"{file}, line {line}");
}
