namespace PgMigrate.Engine.Archives;

/// <summary>Bytes that can be read at any place: a file, a member of a tar file, or memory.</summary>
internal abstract class ArchiveBytes(string file, long start, long length) : IDisposable
{
    /// <summary>What errors call them.</summary>
    public string File => file;

    /// <summary>Where they begin in the file.</summary>
    public long Start => start;

    public long Length => length;

    /// <summary>Reads some of the bytes from that place on; 0 where there are none.</summary>
    public int Read(long position, Span<byte> buffer)
    {
        var rest = length - position;
        if (rest <= 0 || buffer.IsEmpty) return 0;
        return ReadAt(start + position, buffer[..(int)Math.Min(buffer.Length, rest)]);
    }

    public abstract void Dispose();

    protected abstract int ReadAt(long place, Span<byte> buffer);
}
