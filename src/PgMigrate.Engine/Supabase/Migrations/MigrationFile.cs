using System.Globalization;
using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Supabase;

/// <summary>A migration's file, named as the Supabase CLI names it (pkg/migration/file.go): digits, an underscore, anything, <c>.sql</c>.</summary>
/// <param name="Version">The digits.</param>
/// <param name="Name">What stands behind the underscore.</param>
/// <param name="Path">The file.</param>
internal sealed partial record MigrationFile(string Version, string Name, string Path)
{
    /// <summary>The file that takes it back; null where there is none.</summary>
    public string? DownPath { get; init; }

    public string File => System.IO.Path.GetFileName(Path);

    /// <summary>The file's version and name; null where it is named otherwise.</summary>
    public static MigrationFile? Of(string path)
        => Pattern().Match(System.IO.Path.GetFileName(path)) is { Success: true } match ? new(match.Groups[1].Value, match.Groups[2].Value, path) : null;

    /// <summary>The moment that a version of 14 digits stands for; null for others.</summary>
    public static DateTime? TimeOf(string version)
        => DateTime.TryParseExact(
            version, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    [GeneratedRegex(@"^([0-9]+)_(.*)\.sql\z")]
    private static partial Regex Pattern();
}
