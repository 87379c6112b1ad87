namespace PgMigrate.Engine.Archives;

/// <summary>The checksum of zlib streams (RFC 1950, section 8.2), of parts that are put together afterwards.</summary>
internal static class Adler32
{
    /// <summary>The checksum of nothing.</summary>
    public const uint Empty = 1;

    private const uint Modulus = 65521;

    /// <summary>The most bytes whose sums fit into 32 bits before they are reduced.</summary>
    private const int LongestRun = 5552;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var (low, high) = (1u, 0u);
        while (!bytes.IsEmpty)
        {
            var run = bytes[..Math.Min(bytes.Length, LongestRun)];
            bytes = bytes[run.Length..];
            foreach (var one in run)
            {
                low += one;
                high += low;
            }

            low %= Modulus;
            high %= Modulus;
        }

        return (high << 16) | low;
    }

    /// <summary>The checksum of two parts in a row, of which the second has that many bytes.</summary>
    public static uint Combine(uint first, uint second, long secondLength)
    {
        var length = (uint)(secondLength % Modulus);
        var low = (first & 0xFFFF) + (second & 0xFFFF) + Modulus - 1;
        var high = (uint)(((ulong)length * (first & 0xFFFF)) % Modulus) + (first >> 16) + (second >> 16) + Modulus - length;
        return ((high % Modulus) << 16) | (low % Modulus);
    }
}
