namespace PgMigrate.Engine.Archives;

/// <summary>Bytes in memory, such as those of a table of contents that was compressed.</summary>
internal sealed class MemoryBytes(string file, byte[] bytes) : ArchiveBytes(file, 0, bytes.Length)
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
