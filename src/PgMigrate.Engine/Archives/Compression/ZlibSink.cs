using System.Buffers.Binary;
using System.IO.Compression;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// One zlib stream (RFC 1950) whose deflate blocks several cores make: each part ends at a byte, as a flush ends it (an empty stored block, RFC 1951,
/// section 3.2.4), and none but the last is final. Custom archives hold zlib streams, and two in a row hang pg_restore.
/// </summary>
internal sealed class ZlibSink(IByteSink output, CompressionLevel level, CompressionThreads threads) : DeflateSink(output, threads)
{
    /// <summary>Deflate with a window of 32 kB, of the usual level (RFC 1950, section 2.2).</summary>
    private static readonly ReadOnlyMemory<byte> Head = new byte[] { 0x78, 0x9C };

    private uint checksum = Adler32.Empty;

    protected override ReadOnlyMemory<byte> Prefix => Head;

    protected override ReadOnlyMemory<byte> Suffix
    {
        get
        {
            // A final block of nothing, then the checksum.
            var end = new byte[] { 0x03, 0x00, 0, 0, 0, 0 };
            BinaryPrimitives.WriteUInt32BigEndian(end.AsSpan(2), checksum);
            return end;
        }
    }

    protected override void Compress(CompressionSegment segment)
    {
        var bytes = segment.Input.AsSpan(0, segment.Length);
        segment.Checksum = Adler32.Of(bytes);
        long length;
        using (var deflate = new DeflateStream(segment.Output, level, leaveOpen: true))
        {
            deflate.Write(bytes);
            deflate.Flush();
            length = segment.Output.Length;
        }

        // What closing adds is a final block, and others follow.
        segment.Output.SetLength(length);
    }

    protected override void Note(CompressionSegment segment) => checksum = Adler32.Combine(checksum, segment.Checksum, segment.Length);
}
