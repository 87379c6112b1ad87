using System.Buffers.Binary;

namespace PgMigrate.Engine.Archives;

/// <summary>A gzip file (RFC 1952) of several members, each made on a core of its own; one that holds nothing where there is nothing.</summary>
internal sealed class GzipSink(IByteSink output, DeflateEffort effort, CompressionThreads threads) : DeflateSink(output, effort, threads)
{
    /// <summary>Deflate, without a name and a time, of no system in particular (RFC 1952, section 2.3.1).</summary>
    private static ReadOnlySpan<byte> Head => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF];

    protected override ReadOnlyMemory<byte> Prefix => default;

    protected override ReadOnlyMemory<byte> Suffix => default;

    protected override bool HasPartAlways => true;

    protected override void Compress(CompressionSegment segment)
    {
        segment.Output.WriteBytes(Head);
        Encode(segment);
        // A final block of nothing, then the checksum and the length.
        var end = new byte[] { 0x03, 0x00, 0, 0, 0, 0, 0, 0, 0, 0 };
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(2), Crc32.Of(segment.Input.AsSpan(0, segment.Length)));
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(6), (uint)segment.Length);
        segment.Output.WriteBytes(end);
    }
}
