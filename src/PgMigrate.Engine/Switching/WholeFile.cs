namespace PgMigrate.Engine.Switching;

/// <summary>Reads and writes small files so that whoever looks sees the old file or the new one, never a part.</summary>
internal static class WholeFile
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw DotenvErrors.NotFound(path, failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw DotenvErrors.Unreadable(path, failure);
        }
    }

    /// <summary>Puts a file in its place, whether one is there or not, readable by its owner alone.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">All of it.</param>
    /// <param name="ownerOf">A file whose owner it is to have, as far as this process may; null for the process's own.</param>
    /// <param name="cancellationToken">Cancels before the file is replaced, never in the middle.</param>
    /// <exception cref="IOException">It cannot be written, as for <see cref="UnauthorizedAccessException"/>.</exception>
    public static async Task PutAsync(string path, byte[] content, string? ownerOf, CancellationToken cancellationToken)
    {
        var beside = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            await WriteAsync(beside, content, OwnerOnly, cancellationToken).ConfigureAwait(false);
            if (ownerOf is not null && !OperatingSystem.IsWindows()) FileOwner.Of(Target(ownerOf)).TryTake(beside);
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            if (File.Exists(beside)) File.Delete(beside);
            throw;
        }
    }

    /// <summary>
    /// Puts a new file in the place of the old one, with its mode and owner. What a symbolic link leads to is replaced, not the link.
    /// </summary>
    public static async Task ReplaceAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        string? beside = null;
        try
        {
            var target = Target(path);
            beside = $"{target}.{Path.GetRandomFileName()}";
            await WriteAsync(beside, content, OperatingSystem.IsWindows() ? OwnerOnly : File.GetUnixFileMode(target), cancellationToken)
                .ConfigureAwait(false);
            // Whoever reads the file by its owner's or its group's right would be shut out.
            if (!OperatingSystem.IsWindows() && !FileOwner.Of(target).TryTake(beside)) throw DotenvErrors.OwnerNotKept(path);
            File.Replace(beside, target, destinationBackupFileName: null);
        }
        catch (Exception failure)
        {
            if (File.Exists(beside)) File.Delete(beside);
            if (failure is IOException or UnauthorizedAccessException) throw DotenvErrors.NotWritten(path, failure);
            throw;
        }
    }

    private static string Target(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    private static async Task WriteAsync(string path, byte[] content, UnixFileMode mode, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        var stream = new FileStream(path, options);
        await using (stream.ConfigureAwait(false))
        {
            await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }

        // Not when the file is made: the process's umask would take bits away.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
    }
}
