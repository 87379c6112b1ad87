namespace PgMigrate.Engine.Archives;

/// <summary>The bytes of a file of an archive, as they stand in it.</summary>
internal sealed class FileStretch(ArchiveBytes bytes) : ArchiveStream
{
    private readonly ByteReader reader = new(bytes);

    public override string File => reader.File;

    public override long Offset => reader.Offset;

    public override int Read(Span<byte> buffer) => reader.Read(buffer);

    protected override void Dispose(bool disposing)
    {
        if (disposing) reader.Dispose();
        base.Dispose(disposing);
    }
}
