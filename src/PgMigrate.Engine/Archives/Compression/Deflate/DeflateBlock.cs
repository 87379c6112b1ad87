using System.Runtime.CompilerServices;

namespace PgMigrate.Engine.Archives;

/// <summary>The literals and matches of one deflate block, and how it is written: the shortest of the format's three ways (RFC 1951, section 3.2.3).</summary>
internal sealed class DeflateBlock
{
    private const int Size = 32 * 1024;
    private const int LongestStored = 0xFFFF;
    private const int HeaderBits = 3;
    private const uint Stored = 0;
    private const uint Fixed = 1 << 1;
    private const uint Dynamic = 2 << 1;

    private static readonly byte[] FixedLengths =
        [.. Enumerable.Range(0, 288).Select(symbol => (byte)(symbol switch { < 144 => 8, < 256 => 9, < 280 => 7, _ => 8 }))];

    /// <summary>Literals as they are; matches as length and distance.</summary>
    private readonly uint[] tokens = new uint[Size];
    private readonly int[] symbols = new int[DeflateCodes.Symbols];
    private readonly int[] distances = new int[DeflateCodes.Distances];
    private readonly HuffmanCode symbolCode = new(DeflateCodes.Symbols, 15);
    private readonly HuffmanCode distanceCode = new(DeflateCodes.Distances, 15);
    private readonly HuffmanCode fixedSymbolCode = new(FixedLengths.Length, 9);
    private readonly HuffmanCode fixedDistanceCode = new(DeflateCodes.Distances, 5);
    private readonly CodeLengths codeLengths = new();
    private int count;

    public DeflateBlock()
    {
        fixedSymbolCode.Use(FixedLengths);
        fixedDistanceCode.Use(Enumerable.Repeat((byte)5, DeflateCodes.Distances).ToArray());
    }

    /// <summary>No literal and match has room for certain.</summary>
    public bool IsFull => count >= Size - (DeflateCodes.LongestMatch + 1);

    public void Reset()
    {
        count = 0;
        Array.Clear(symbols);
        Array.Clear(distances);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddLiteral(byte value)
    {
        tokens[count++] = value;
        symbols[value]++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddMatch(int length, int distance)
    {
        tokens[count++] = ((uint)length << 16) | (uint)distance;
        symbols[DeflateCodes.LengthSymbol(length)]++;
        distances[DeflateCodes.DistanceSymbol(distance)]++;
    }

    /// <summary>Writes the block and begins another.</summary>
    /// <param name="output">Takes it.</param>
    /// <param name="bytes">What its literals and matches stand for.</param>
    public void Write(BitWriter output, ReadOnlySpan<byte> bytes)
    {
        symbols[DeflateCodes.EndOfBlock] = 1;
        var fixedBits = BitsOf(fixedSymbolCode, fixedDistanceCode);
        symbolCode.Build(symbols);
        distanceCode.Build(distances);
        codeLengths.Build(symbolCode.Lengths, distanceCode.Lengths);
        var dynamicBits = codeLengths.Bits + BitsOf(symbolCode, distanceCode);
        var storedBits = (bytes.Length + (((bytes.Length / LongestStored) + 1) * 5L)) * 8;
        if (storedBits <= Math.Min(fixedBits, dynamicBits)) WriteStored(output, bytes);
        else if (fixedBits <= dynamicBits) WriteCoded(output, Fixed, fixedBits, fixedSymbolCode, fixedDistanceCode);
        else WriteCoded(output, Dynamic, dynamicBits, symbolCode, distanceCode);
        Reset();
    }

    /// <summary>Ends at a whole byte, with an empty stored block.</summary>
    public static void WriteFlush(BitWriter output) => WriteOneStored(output, []);

    private long BitsOf(HuffmanCode symbolCode, HuffmanCode distanceCode)
    {
        long bits = HeaderBits;
        for (var symbol = 0; symbol < symbols.Length; symbol++)
        {
            bits += (long)symbols[symbol] * (symbolCode.Lengths[symbol] + (symbol > DeflateCodes.EndOfBlock ? DeflateCodes.LengthBits(symbol) : 0));
        }

        for (var symbol = 0; symbol < distances.Length; symbol++) bits += (long)distances[symbol] * (distanceCode.Lengths[symbol] + DeflateCodes.DistanceBits(symbol));
        return bits;
    }

    private void WriteCoded(BitWriter output, uint kind, long bits, HuffmanCode symbolCode, HuffmanCode distanceCode)
    {
        output.Reserve((int)(bits / 8) + 1);
        output.Write(kind, HeaderBits);
        if (kind == Dynamic) codeLengths.Write(output);
        var (symbolCodes, symbolLengths) = (symbolCode.Codes, symbolCode.Lengths);
        foreach (var token in tokens.AsSpan(0, count))
        {
            if (token <= byte.MaxValue) output.Write(symbolCodes[token], symbolLengths[token]);
            else WriteMatch(output, (int)(token >> 16), (int)(token & 0xFFFF), symbolCode, distanceCode);
        }

        output.Write(symbolCodes[DeflateCodes.EndOfBlock], symbolLengths[DeflateCodes.EndOfBlock]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteMatch(BitWriter output, int length, int distance, HuffmanCode symbolCode, HuffmanCode distanceCode)
    {
        var (symbol, place) = (DeflateCodes.LengthSymbol(length), DeflateCodes.DistanceSymbol(distance));
        var (lengthBits, distanceBits) = (DeflateCodes.LengthBits(symbol), DeflateCodes.DistanceBits(place));
        // What follows a symbol is what its group's first member lacks: the lowest bits, the groups being as large as that.
        ulong bits = symbolCode.Codes[symbol];
        int width = symbolCode.Lengths[symbol];
        bits |= (ulong)((length - DeflateCodes.ShortestMatch) & ((1 << lengthBits) - 1)) << width;
        width += lengthBits;
        bits |= (ulong)distanceCode.Codes[place] << width;
        width += distanceCode.Lengths[place];
        bits |= (ulong)((distance - 1) & ((1 << distanceBits) - 1)) << width;
        output.Write(bits, width + distanceBits);
    }

    private static void WriteStored(BitWriter output, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length > LongestStored; bytes = bytes[LongestStored..]) WriteOneStored(output, bytes[..LongestStored]);
        WriteOneStored(output, bytes);
    }

    private static void WriteOneStored(BitWriter output, ReadOnlySpan<byte> bytes)
    {
        output.Reserve(HeaderBits + sizeof(uint));
        output.Write(Stored, HeaderBits);
        output.Align();
        output.Write((uint)bytes.Length | ((uint)(~bytes.Length & 0xFFFF) << 16), 32);
        output.WriteBytes(bytes);
    }
}
