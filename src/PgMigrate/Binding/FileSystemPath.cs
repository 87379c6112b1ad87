using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace PgMigrate.Commands;

/// <summary>Makes the paths that people write in PowerShell those of the file system.</summary>
internal static class FileSystemPath
{
    /// <summary>The full path, seen from PowerShell's location; wildcards are plain characters in it.</summary>
    /// <exception cref="MigrationException">PathNotFileSystem: the path leads to variables, certificates or the like.</exception>
    public static string Resolve(this PSCmdlet cmdlet, string path)
    {
        var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        if (provider.ImplementingType == typeof(FileSystemProvider)) return full;
        throw new MigrationException(
            "PathNotFileSystem", MigrationErrorCategory.InvalidArgument, $"'{path}' is a path of {provider.Name}, not of the file system.")
        {
            Subject = path,
            Remedy = "Give the full path of a file, or change the location to a folder.",
        };
    }

    /// <summary>The text as the engine reads it: what stands behind <c>~</c> or a drive of PowerShell's own; else the text itself.</summary>
    public static string WithoutPowerShellDrive(string text, SessionState session)
    {
        var isHome = text.StartsWith("~/", StringComparison.Ordinal) || text.StartsWith(@"~\", StringComparison.Ordinal);
        return isHome || (session.Path.IsPSAbsolute(text, out var name) && IsOfFiles(name, session))
            ? session.Path.GetUnresolvedProviderPathFromPSPath(text)
            : text;
    }

    private static bool IsOfFiles(string drive, SessionState session) => session.Drive.GetAll().Any(
        known => known.Name.Equals(drive, StringComparison.OrdinalIgnoreCase) && known.Provider.ImplementingType == typeof(FileSystemProvider));
}
