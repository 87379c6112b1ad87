using System.Buffers.Binary;
using System.IO.Compression;
using PgMigrate.Engine.Archives;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

public sealed class CompressionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(CompressionSegment.Size - 1)]
    [InlineData(CompressionSegment.Size)]
    [InlineData((9 * CompressionSegment.Size) + 12345)]
    public async Task Deflates_on_several_cores_into_one_zlib_stream_that_ends_where_it_says(int length)
    {
        var text = Text(length);

        var stream = await CompressAsync(new(ArchiveCompression.Gzip, null), text, isFile: false);

        Assert.Equal(text, Decompress(new ZLibStream(new MemoryStream(stream), CompressionMode.Decompress)));
        // A decoder that has met the end of the one stream leaves what is behind it alone.
        var more = new MemoryStream([.. stream, .. stream]);
        Assert.Equal(text, Decompress(new ZLibStream(more, CompressionMode.Decompress)));
        // Without the last block there is no end.
        Assert.Equal(new byte[] { 0x03, 0x00 }, stream[^6..^4]);
        Assert.Equal(Slow(text), BinaryPrimitives.ReadUInt32BigEndian(stream.AsSpan(^4..)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData((3 * CompressionSegment.Size) + 1)]
    public async Task Writes_gzip_files_of_members(int length)
    {
        var text = Text(length);

        var file = await CompressAsync(new(ArchiveCompression.Gzip, 1), text, isFile: true);

        Assert.Equal(text, Decompress(new GZipStream(new MemoryStream(file), CompressionMode.Decompress)));
    }

    [Fact]
    public void Puts_checksums_of_parts_together()
    {
        var text = Text(100_000);
        foreach (var cut in new[] { 0, 1, 5551, 65521, 65522, 99_999, 100_000 })
        {
            Assert.Equal(Slow(text), Adler32.Combine(Adler32.Of(text.AsSpan(..cut)), Adler32.Of(text.AsSpan(cut..)), text.Length - cut));
        }
    }

    [Theory]
    [InlineData(ArchiveCompression.Gzip, 10)]
    [InlineData(ArchiveCompression.None, 1)]
    [InlineData(ArchiveCompression.Zstd, 23)]
    public void Refuses_a_level_that_there_is_not(ArchiveCompression compression, int level)
        => Assert.Equal("InvalidCompressionLevel", Assert.Throws<MigrationException>(new CompressionChoice(compression, level).Require).ErrorId);

    private static async Task<byte[]> CompressAsync(CompressionChoice choice, byte[] text, bool isFile)
    {
        using var threads = new CompressionThreads();
        var output = new MemorySink();
        await using (var sink = isFile ? choice.OpenFile(output, threads) : choice.OpenStream(output, threads))
        {
            foreach (var piece in text.Chunk(100_003)) await sink.WriteAsync(piece, Cancellation);
            await sink.CompleteAsync(Cancellation);
        }

        return output.ToArray();
    }

    private static byte[] Decompress(Stream stream)
    {
        using (stream)
        {
            var output = new MemoryStream();
            stream.CopyTo(output);
            return output.ToArray();
        }
    }

    private static byte[] Text(int length)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, length).Select(_ => (byte)('a' + (random.Next(30) * random.Next(2))))];
    }

    /// <summary>As RFC 1950, section 8.2, defines it.</summary>
    private static uint Slow(byte[] bytes)
    {
        var (low, high) = (1u, 0u);
        foreach (var one in bytes) (low, high) = ((low + one) % 65521, (high + low + one) % 65521);
        return (high << 16) | low;
    }

    private sealed class MemorySink : IByteSink
    {
        private readonly MemoryStream written = new();

        public byte[] ToArray() => written.ToArray();

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => written.WriteAsync(bytes, cancellationToken);

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
