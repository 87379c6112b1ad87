using System.IO.Enumeration;

namespace PgMigrate.Engine.Supabase;

/// <summary>Where a project has its SQL files.</summary>
internal sealed record SupabaseProject
{
    private const string SupabaseFolder = "supabase";
    private const string MigrationsFolder = "migrations";

    /// <summary>The folder of the migrations.</summary>
    public required string Migrations { get; init; }

    /// <summary>The folder around it, with config.toml, roles.sql and the seeds.</summary>
    public required string Folder { get; init; }

    public required ProjectSettings Settings { get; init; }

    public string Roles => Path.Combine(Folder, "roles.sql");

    /// <summary>Finds the project from its own folder, from its folder <c>supabase</c>, or from the folder of its migrations.</summary>
    /// <exception cref="MigrationException">MigrationFolderNotFound, MigrationFileNotReadable.</exception>
    public static SupabaseProject Find(string path)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (!Directory.Exists(folder))
        {
            throw new MigrationException("MigrationFolderNotFound", MigrationErrorCategory.ObjectNotFound, $"There is no folder {folder}.")
            {
                Subject = folder,
                Remedy = "Name with -Path the project's folder, or the folder of its migrations.",
            };
        }

        var inner = Path.Combine(folder, SupabaseFolder);
        if (Directory.Exists(Path.Combine(inner, MigrationsFolder))) return Of(inner, Path.Combine(inner, MigrationsFolder));
        var migrations = Path.Combine(folder, MigrationsFolder);
        return Directory.Exists(migrations) && !HasMigrations(folder) ? Of(folder, migrations) : Of(Path.GetDirectoryName(folder) ?? folder, folder);
    }

    /// <summary>The seeds in the order in which they are run, each with the name that the CLI records it by: seen from the project's folder.</summary>
    public IEnumerable<(string Name, string Path)> FindSeeds(IMigrationObserver observer)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pattern in Settings.SeedPaths)
        {
            var found = Match(pattern).Order(StringComparer.Ordinal).ToList();
            if (found.Count == 0) observer.Warning($"No seed is named {pattern}, seen from {Folder}.");
            foreach (var path in found.Where(seen.Add)) yield return (NameOf(path), path);
        }
    }

    private static SupabaseProject Of(string folder, string migrations)
    {
        var config = Path.Combine(folder, "config.toml");
        var settings = File.Exists(config) ? ProjectSettings.Parse(System.Text.Encoding.UTF8.GetString(MigrationScript.ReadBytes(config))) : new();
        return new() { Folder = folder, Migrations = migrations, Settings = settings };
    }

    private static bool HasMigrations(string folder) => Directory.EnumerateFiles(folder, "*.sql").Any(path => MigrationFile.Of(path) is not null);

    private IEnumerable<string> Match(string pattern)
    {
        if (Path.IsPathRooted(pattern)) return File.Exists(pattern) ? [pattern] : [];
        IEnumerable<string> folders = [Folder];
        var parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
        if (parts.Length == 0) return [];
        foreach (var part in parts[..^1]) folders = folders.SelectMany(folder => Folders(folder, part)).ToList();
        return folders.SelectMany(Directory.EnumerateFiles).Where(file => IsNamed(file, parts[^1]));
    }

    private static IEnumerable<string> Folders(string folder, string part)
    {
        if (part == "..") return [Path.GetFullPath(Path.Combine(folder, part))];
        return Directory.EnumerateDirectories(folder).Where(inner => IsNamed(inner, part));
    }

    private static bool IsNamed(string path, string pattern) => FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(path), ignoreCase: false);

    private string NameOf(string path)
    {
        var parent = Path.GetDirectoryName(Folder) ?? Folder;
        var relative = Path.GetRelativePath(parent, path);
        return Path.IsPathRooted(relative) ? path : relative.Replace(Path.DirectorySeparatorChar, '/');
    }
}
