namespace PgMigrate.Engine.Archives;

/// <summary>
/// The bytes of one table or large object in a custom archive, which come in pieces of any length, each behind its length; 0 ends them
/// (PostgreSQL, pg_backup_custom.c).
/// </summary>
internal sealed class ChunkStream(ArchiveReader reader) : ArchiveStream
{
    private const string What = "the length of a piece of data";

    private int rest;
    private bool isAtEnd;

    public override string File => reader.Bytes.File;

    public override long Offset => reader.Bytes.Offset;

    /// <summary>Moves behind the end of such pieces without reading them.</summary>
    public static void Skip(ArchiveReader reader, CancellationToken cancellationToken)
    {
        while (ReadLength(reader) is > 0 and var length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            reader.Bytes.Skip(length, "a piece of data");
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || isAtEnd) return 0;
        if (rest == 0)
        {
            rest = ReadLength(reader);
            isAtEnd = rest == 0;
            if (isAtEnd) return 0;
        }

        var read = reader.Bytes.Read(buffer[..Math.Min(buffer.Length, rest)]);
        rest -= read;
        return read > 0 ? read : throw Damaged("it ends in a piece of data");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) reader.Dispose();
        base.Dispose(disposing);
    }

    private static int ReadLength(ArchiveReader reader)
    {
        var length = reader.ReadInteger(What);
        if (length < 0) throw reader.Bytes.Damaged($"a piece of data has a length of {length}");
        if (length > reader.Bytes.Remaining) throw reader.Bytes.Damaged($"a piece of data has a length of {length}, which goes beyond the file's end");
        return length;
    }
}
