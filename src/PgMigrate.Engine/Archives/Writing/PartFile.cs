using Microsoft.Win32.SafeHandles;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// A file that is written beside its place, flushed to the disk and then given its name, so that what has the name is whole. What is disposed of
/// before is removed.
/// </summary>
internal sealed class PartFile : IByteSink
{
    /// <summary>What the name of an unfinished file ends with.</summary>
    public const string Suffix = ".part";

    private readonly SafeFileHandle handle;
    private readonly string part;
    private bool isComplete;

    private PartFile(string path, SafeFileHandle handle)
    {
        Path = path;
        part = path + Suffix;
        this.handle = handle;
    }

    /// <summary>The name that it gets.</summary>
    public string Path { get; }

    /// <summary>Where the next bytes go.</summary>
    public long Position { get; private set; }

    /// <summary>Begins the file; one that another run left unfinished is replaced, one that another run is at is refused.</summary>
    /// <exception cref="MigrationException">ArchiveNotWritten.</exception>
    public static PartFile Create(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        return ArchiveWritingErrors.Translated(full, () => new PartFile(
            full, File.OpenHandle(full + Suffix, FileMode.Create, FileAccess.ReadWrite, FileShare.None)));
    }

    /// <summary>Writes at the end. The system takes it into its cache, and not seldom before another thread would have.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        WriteAt(Position, bytes.Span);
        Position += bytes.Length;
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes over what is there.</summary>
    public void WriteAt(long position, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(handle, bytes, position);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw ArchiveWritingErrors.NotWritten(Path, error);
        }
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArchiveWritingErrors.Translated(Path, () =>
        {
            // It closes the handle.
            using (var stream = new FileStream(handle, FileAccess.ReadWrite, bufferSize: 0)) stream.Flush(flushToDisk: true);
            File.Move(part, Path, overwrite: true);
            return true;
        });
        isComplete = true;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        if (isComplete) return ValueTask.CompletedTask;
        isComplete = true;
        handle.Dispose();
        File.Delete(part);
        return ValueTask.CompletedTask;
    }
}
