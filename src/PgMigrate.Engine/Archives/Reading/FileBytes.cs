using Microsoft.Win32.SafeHandles;

namespace PgMigrate.Engine.Archives;

/// <summary>A file, or a part of one, through a handle of its own.</summary>
internal sealed class FileBytes : ArchiveBytes
{
    private readonly SafeFileHandle handle;

    private FileBytes(string file, SafeFileHandle handle, long start, long length)
        : base(file, start, length) => this.handle = handle;

    /// <summary>Opens a whole file.</summary>
    /// <exception cref="MigrationException">ArchiveNotFound, ArchiveUnreadable.</exception>
    public static FileBytes Open(string path) => Open(path, path, 0, null);

    /// <summary>Opens a part of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What errors call the part.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">Its length; null for all that follows.</param>
    public static FileBytes Open(string path, string name, long start, long? length)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = System.IO.File.OpenHandle(path, options: FileOptions.SequentialScan);
            return new(name, handle, start, length ?? RandomAccess.GetLength(handle) - start);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            handle?.Dispose();
            throw error is FileNotFoundException or DirectoryNotFoundException ? ArchiveErrors.NotFound(path) : ArchiveErrors.Unreadable(path, error);
        }
    }

    public override void Dispose() => handle.Dispose();

    protected override int ReadAt(long place, Span<byte> buffer)
    {
        try
        {
            return RandomAccess.Read(handle, buffer, place);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw ArchiveErrors.Unreadable(File, error);
        }
    }
}
