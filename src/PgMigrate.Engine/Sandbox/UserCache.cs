namespace PgMigrate.Engine.Sandbox;

/// <summary>The folder where PgMigrate keeps what outlives a process: fetched servers and the records of running sandboxes.</summary>
internal static class UserCache
{
    private const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Readable =
        Secret | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>
    /// A folder of the cache that others may read, made if absent: a server that runs as another account than root must reach its
    /// programs.
    /// </summary>
    public static string Shared(string name) => Make(name, Readable);

    /// <summary>A folder of the cache that nobody else may read or write, made if absent.</summary>
    public static string Private(string name) => Make(name, Secret);

    private static string Make(string name, UnixFileMode mode)
    {
        try
        {
            return Make(Usual(), name, mode);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // No home, or one that cannot be written. Setting the mode below fails where another user made the folder first.
            return MakeTemporary(Path.Combine(Path.GetTempPath(), "pgmigrate-cache-" + Environment.UserName), name, mode);
        }
    }

    private static string MakeTemporary(string root, string name, UnixFileMode mode)
    {
        try
        {
            return Make(root, name, mode);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MigrationException("CacheUnusable", MigrationErrorCategory.PermissionDenied,
                $"No folder for PgMigrate's cache can be made: {exception.Message}", exception)
            {
                Subject = root,
                Remedy = "Give this account a home folder that it can write, or set XDG_CACHE_HOME.",
            };
        }
    }

    private static string Make(string root, string name, UnixFileMode mode)
    {
        var folder = Path.Combine(root, name);
        if (OperatingSystem.IsWindows()) return Directory.CreateDirectory(folder).FullName;

        Directory.CreateDirectory(root);
        File.SetUnixFileMode(root, Readable);
        Directory.CreateDirectory(folder, mode);
        File.SetUnixFileMode(folder, mode);
        return folder;
    }

    private static string Usual()
    {
        if (OperatingSystem.IsWindows()) return Path.Combine(LocalApplicationData(), "PgMigrate");
        if (Environment.IsPrivilegedProcess) return OperatingSystem.IsMacOS() ? "/Library/Caches/pgmigrate" : "/var/cache/pgmigrate";
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } cache && Path.IsPathFullyQualified(cache))
        {
            return Path.Combine(cache, "pgmigrate");
        }
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (home.Length == 0) throw new IOException("This account has no home folder.");
        return Path.Combine(home, OperatingSystem.IsMacOS() ? "Library/Caches/pgmigrate" : ".cache/pgmigrate");
    }

    private static string LocalApplicationData() => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
}
