namespace PgMigrate.Engine.Archives;

/// <summary>Bytes in memory, such as those of a table of contents that was compressed.</summary>
internal sealed class MemoryBytes(string file, byte[] bytes, int length) : ArchiveBytes(file, 0, length)
{
    public override void Dispose()
    {
    }

    protected override int ReadAt(long place, Span<byte> buffer)
    {
        bytes.AsSpan((int)place, buffer.Length).CopyTo(buffer);
        return buffer.Length;
    }
}
