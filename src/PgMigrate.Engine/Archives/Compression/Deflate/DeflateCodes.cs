using System.Numerics;

namespace PgMigrate.Engine.Archives;

/// <summary>The alphabets of deflate (RFC 1951, section 3.2.5).</summary>
internal static class DeflateCodes
{
    public const int ShortestMatch = 3;
    public const int LongestMatch = 258;

    /// <summary>Literals, the end of a block, and lengths.</summary>
    public const int Symbols = 286;
    public const int Distances = 30;
    public const int EndOfBlock = 256;

    private const int FirstLength = 257;
    private const int LastLength = 285;

    private static readonly ushort[] LengthSymbols = [.. Enumerable.Range(0, LongestMatch - ShortestMatch + 1).Select(FindLengthSymbol)];

    /// <summary>The symbol of a match's length.</summary>
    public static int LengthSymbol(int length) => LengthSymbols[length - ShortestMatch];

    /// <summary>How many bits follow a symbol of a length.</summary>
    public static int LengthBits(int symbol) => symbol is < FirstLength + 8 or LastLength ? 0 : ((symbol - FirstLength) >> 2) - 1;

    /// <summary>The symbol of a match's distance: its highest bit and the next.</summary>
    public static int DistanceSymbol(int distance)
    {
        var value = (uint)distance - 1;
        if (value < 4) return (int)value;
        var highest = BitOperations.Log2(value);
        return (2 * highest) + (int)((value >> (highest - 1)) & 1);
    }

    /// <summary>How many bits follow a symbol of a distance.</summary>
    public static int DistanceBits(int symbol) => symbol < 4 ? 0 : (symbol >> 1) - 1;

    private static ushort FindLengthSymbol(int value)
    {
        if (value < 8) return (ushort)(FirstLength + value);
        if (value == LongestMatch - ShortestMatch) return LastLength;
        var highest = BitOperations.Log2((uint)value);
        return (ushort)(FirstLength + (4 * (highest - 1)) + ((value >> (highest - 2)) & 3));
    }
}
