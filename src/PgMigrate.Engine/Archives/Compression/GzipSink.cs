using System.IO.Compression;

namespace PgMigrate.Engine.Archives;

/// <summary>A gzip file (RFC 1952) of several members, each made on a core of its own; one that holds nothing where there is nothing.</summary>
internal sealed class GzipSink(IByteSink output, CompressionLevel level, CompressionThreads threads) : DeflateSink(output, threads)
{
    protected override ReadOnlyMemory<byte> Prefix => default;

    protected override ReadOnlyMemory<byte> Suffix => default;

    protected override bool HasPartAlways => true;

    protected override void Compress(CompressionSegment segment)
    {
        if (segment.Length == 0)
        {
            // The stream writes nothing at all where nothing was written.
            segment.Output.Write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            return;
        }

        using var gzip = new GZipStream(segment.Output, level, leaveOpen: true);
        gzip.Write(segment.Input.AsSpan(0, segment.Length));
    }
}
