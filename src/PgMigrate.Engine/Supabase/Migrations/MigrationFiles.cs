using System.Globalization;
using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Supabase;

/// <summary>Finds the files of a folder of migrations.</summary>
internal static partial class MigrationFiles
{
    private const string DownEnding = ".down";

    /// <summary>The folder beside the migrations where the CLI does not look for any.</summary>
    private const string DownFolder = "down";

    /// <summary>The CLI skips an older first file of that name (pkg/migration/list.go, shouldSkip).</summary>
    private const string FirstInit = "20211209000000";

    /// <summary>The migrations in the order in which they are applied: that of their versions as texts, byte by byte.</summary>
    /// <exception cref="MigrationException">MigrationVersionDuplicate, MigrationFolderNotReadable.</exception>
    public static IReadOnlyList<MigrationFile> Read(string folder, IMigrationObserver observer)
    {
        if (!Directory.Exists(folder)) return [];
        var paths = Paths(folder);
        var files = new List<MigrationFile>();
        var down = DownFiles(folder, paths);
        foreach (var path in paths)
        {
            if (path == paths[0] && IsOldInit(path))
            {
                observer.Warning($"{Path.GetFileName(path)} is skipped as the Supabase CLI skips it: give it another name than init to apply it.");
                continue;
            }

            if (MigrationFile.Of(path) is not { } file) observer.Warning($"{Path.GetFileName(path)} is skipped: a migration is named <digits>_<name>.sql.");
            else if (!IsDown(file)) files.Add(file with { DownPath = down.GetValueOrDefault((file.Version, file.Name)) });
        }

        WarnOfDown(paths, observer);
        files.Sort((left, right) => string.CompareOrdinal(left.Version, right.Version));
        CheckDuplicates(files);
        WarnOfOrder(files, observer);
        return files;
    }

    private static string[] Paths(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).OrderBy(path => Path.GetFileName(path), StringComparer.Ordinal)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MigrationException(
                "MigrationFolderNotReadable", MigrationErrorCategory.ReadError, $"{folder} can't be read: {failure.Message.TrimEnd('.')}.", failure)
            {
                Subject = folder,
                Remedy = "Check that the folder may be read.",
            };
        }
    }

    /// <summary>The ways back, by the version and name of what they take back: beside it as NAME.down.sql, or in the folder for them.</summary>
    private static Dictionary<(string Version, string Name), string> DownFiles(string folder, string[] paths)
    {
        var inner = Path.Combine(folder, DownFolder);
        var files = new Dictionary<(string, string), string>();
        var beside = paths.Where(path => MigrationFile.Of(path) is { } file && IsDown(file));
        foreach (var file in (Directory.Exists(inner) ? Paths(inner) : []).Concat(beside).Select(MigrationFile.Of))
        {
            if (file is not null) files[(file.Version, IsDown(file) ? file.Name[..^DownEnding.Length] : file.Name)] = file.Path;
        }

        return files;
    }

    private static bool IsDown(MigrationFile file) => file.Name.EndsWith(DownEnding, StringComparison.Ordinal);

    /// <summary>A project that alternates would be taken back by the CLI, which knows no ways back.</summary>
    private static void WarnOfDown(string[] paths, IMigrationObserver observer)
    {
        var names = paths.Where(path => MigrationFile.Of(path) is { } file && IsDown(file)).Select(Path.GetFileName).ToList();
        if (names.Count == 0) return;
        observer.Warning($"The Supabase CLI would apply {string.Join(", ", names)} as migrations: before you use it again, move what takes back into the folder '{DownFolder}'.");
    }

    private static bool IsOldInit(string path)
        => InitFile().Match(Path.GetFileName(path)) is { Success: true } match && string.CompareOrdinal(match.Groups[1].Value, FirstInit) < 0;

    private static void CheckDuplicates(List<MigrationFile> files)
    {
        for (var index = 1; index < files.Count; index++)
        {
            if (files[index - 1].Version != files[index].Version) continue;
            throw new MigrationException(
                "MigrationVersionDuplicate", MigrationErrorCategory.ResourceExists,
                $"{files[index - 1].File} and {files[index].File} have the same version {files[index].Version}, of which the history can hold one.")
            {
                Subject = files[index].Path,
                Remedy = "Give one of the files another version.",
            };
        }
    }

    /// <summary>As texts, 10 comes before 9, and 2024… before 300.</summary>
    private static void WarnOfOrder(List<MigrationFile> files, IMigrationObserver observer)
    {
        for (var index = 1; index < files.Count; index++)
        {
            var (earlier, later) = (files[index - 1], files[index]);
            if (CompareNumbers(earlier.Version, later.Version) <= 0) continue;
            observer.Warning(string.Create(
                CultureInfo.InvariantCulture,
                $"Versions are compared as texts, so {earlier.File} comes before {later.File}: give all versions the same number of digits."));
            return;
        }
    }

    private static int CompareNumbers(string left, string right)
    {
        var (one, other) = (left.TrimStart('0'), right.TrimStart('0'));
        return one.Length != other.Length ? one.Length.CompareTo(other.Length) : string.CompareOrdinal(one, other);
    }

    [GeneratedRegex(@"([0-9]{14})_init\.sql")]
    private static partial Regex InitFile();
}
