using System.IO.Compression;
using System.Text;
using PgMigrate.Engine.Archives;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>What the encoder writes, another's decoder reads.</summary>
public sealed class DeflateEncoderTests
{
    public static TheoryData<string> Kinds => ["nothing", "one byte", "zeros", "noise", "rows", "skewed", "short matches", "far matches"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Writes_what_decodes_to_the_same_on_every_level(string kind)
    {
        var bytes = Make(kind);
        var encoder = new DeflateEncoder();
        for (var level = 1; level <= 9; level++)
        {
            // Twice by one encoder: it keeps nothing of what came before.
            foreach (var part in new[] { bytes, bytes[(bytes.Length / 3)..] }) Assert.Equal(part, Decode(Encode(encoder, part, level)));
        }
    }

    [Fact]
    public void Grows_what_cannot_be_compressed_by_a_thousandth_at_most()
        => Assert.InRange(Encode(new(), Make("noise"), 6).Length, 0, Make("noise").Length * 1001L / 1000);

    [Fact]
    public void Compresses_rows_as_small_as_the_library_of_the_runtime_does()
    {
        var rows = Make("rows");
        using var theirs = new MemoryStream();
        using (var deflate = new DeflateStream(theirs, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(rows);
        Assert.InRange(Encode(new(), rows, 6).Length, 0, theirs.Length * 105 / 100);
    }

    [Fact]
    public void Compresses_harder_on_higher_levels()
    {
        var lengths = Enumerable.Range(1, 9).Select(level => Encode(new(), Make("rows"), level).Length).ToList();
        Assert.True(lengths[8] < lengths[5] && lengths[5] < lengths[0], string.Join(' ', lengths));
    }

    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void Knows_the_checksum_of_gzip(string text, uint checksum) => Assert.Equal(checksum, Crc32.Of(Encoding.ASCII.GetBytes(text)));

    private static byte[] Encode(DeflateEncoder encoder, byte[] bytes, int level)
    {
        var output = new BitWriter();
        encoder.Encode(bytes, DeflateEffort.Of(level), output);
        // A final block of nothing ends the stream.
        return [.. output.Written.Span, 0x03, 0x00];
    }

    private static byte[] Decode(byte[] bytes)
    {
        using var decoder = new DeflateStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var decoded = new MemoryStream();
        decoder.CopyTo(decoded);
        return decoded.ToArray();
    }

    private static byte[] Make(string kind)
    {
        var random = new Random(15);
        return kind switch
        {
            "nothing" => [],
            "one byte" => [7],
            "zeros" => new byte[200_000],
            "noise" => Noise(300_000),
            "rows" => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, 9_000).Select(
                n => $"{n}\tcustomer{n}@example.com\tZoë {n % 97}\t{random.Next()}\t2024-01-{(n % 28) + 1:00} 10:00:00+00\t\\N\n"))),
            // Frequencies that want codes longer than the format has.
            "skewed" => [.. Enumerable.Range(0, 24).SelectMany(n => Enumerable.Repeat((byte)n, Fibonacci(n))).OrderBy(_ => random.Next())],
            "short matches" => [.. Enumerable.Range(0, 60_000).SelectMany(n => new[] { (byte)'a', (byte)'b', (byte)random.Next(256), (byte)random.Next(4) })],
            _ => FarMatches(),
        };

        byte[] Noise(int length)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            return bytes;
        }

        // At the window's end, one short of it and one beyond.
        byte[] FarMatches()
        {
            var block = Noise(32_767);
            return [.. block, .. block, 1, .. block, 2, 3, .. block];
        }
    }

    private static int Fibonacci(int number) => number < 2 ? 1 : Fibonacci(number - 1) + Fibonacci(number - 2);
}
