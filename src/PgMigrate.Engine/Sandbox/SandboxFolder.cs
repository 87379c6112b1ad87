namespace PgMigrate.Engine.Sandbox;

/// <summary>The folder of one sandbox: data directory, log and socket, closed to everybody but the server's account.</summary>
internal static class SandboxFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static string DataOf(string folder) => Path.Combine(folder, "data");

    public static string LogOf(string folder) => Path.Combine(folder, "server.log");

    /// <summary>The full path that a sandbox will have.</summary>
    public static string Locate(string? path)
        => Path.GetFullPath(
            path ?? Path.Combine(Path.GetTempPath(), "pgmigrate-" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal)));

    public static void Create(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new MigrationException("SandboxFolderNotEmpty", MigrationErrorCategory.ResourceExists,
                "The sandbox's folder holds something already.")
            {
                Subject = folder,
                Remedy = "Name an empty folder or one that does not exist: a sandbox deletes its folder when it stops.",
            };
        }

        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
                return;
            }

            Directory.CreateDirectory(folder, OwnerOnly);
            File.SetUnixFileMode(folder, OwnerOnly);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MigrationException("SandboxFolderUnusable", MigrationErrorCategory.PermissionDenied,
                $"The sandbox's folder cannot be made: {exception.Message}", exception)
            {
                Subject = folder,
                Remedy = "Name a folder that this account may write.",
            };
        }
    }

    /// <summary>
    /// Deletes the folder and all in it. Windows keeps a file until the last process that had it open is gone, hence the second tries.
    /// </summary>
    public static async Task DeleteAsync(string folder, CancellationToken cancellationToken)
    {
        for (var attempt = 1; Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                if (attempt == 50)
                {
                    throw new MigrationException("SandboxFolderNotDeleted", MigrationErrorCategory.WriteError,
                        $"The sandbox's folder cannot be deleted: {exception.Message}", exception)
                    {
                        Subject = folder,
                        Remedy = "Delete the folder by hand.",
                    };
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
