using System.IO.Compression;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// The bytes of a zlib stream, as custom archives have it, or of a file of gzip members, as folders do. A stream that is cut off, and bytes or
/// a second stream behind a zlib stream, are errors: pg_restore 18 goes round in circles at the latter.
/// </summary>
internal sealed class DeflateDecompression : ArchiveStream
{
    private readonly ArchiveStream source;
    private readonly DecompressInput input;
    private readonly Stream decoder;
    private readonly bool isGzip;

    private DeflateDecompression(ArchiveStream source, bool isGzip)
    {
        this.source = source;
        this.isGzip = isGzip;
        input = new(source, isGzip);
        decoder = isGzip ? new GZipStream(input, CompressionMode.Decompress) : new ZLibStream(input, CompressionMode.Decompress);
    }

    public override string File => source.File;

    public override long Offset => source.Offset;

    public static DeflateDecompression OfZlib(ArchiveStream source) => new(source, isGzip: false);

    public static DeflateDecompression OfGzip(ArchiveStream source) => new(source, isGzip: true);

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        var read = Decode(buffer);
        if (read == 0) RequireEnd();
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            decoder.Dispose();
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Decode(Span<byte> buffer)
    {
        try
        {
            return decoder.Read(buffer);
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw input.Requests > 0 ? Cut(error) : Damaged($"the compressed data are none that {Name} knows", error);
        }
    }

    private void RequireEnd()
    {
        if (input.IsEmpty) return;
        if (input.Requests > (isGzip ? 1 : 0)) throw Cut();
        if (!input.IsTaken || (isGzip && input.Requests == 0)) throw Damaged($"bytes follow the end of the {Name} stream");
    }

    private MigrationException Cut(Exception? cause = null) => Damaged($"the {Name} stream is cut off", cause);

    private string Name => isGzip ? "gzip" : "zlib";
}
