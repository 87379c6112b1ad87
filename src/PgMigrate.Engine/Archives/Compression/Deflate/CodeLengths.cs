namespace PgMigrate.Engine.Archives;

/// <summary>How a block tells its codes: their lengths, of which runs are one symbol, in a code of their own (RFC 1951, section 3.2.7).</summary>
internal sealed class CodeLengths
{
    private const int Symbols = 19;
    private const int Repeat = 16;
    private const int FewZeros = 17;
    private const int ManyZeros = 18;
    private const int LeastSymbols = 257;
    private const int LeastOwn = 4;

    /// <summary>The order in which the lengths of their own code come.</summary>
    private static readonly byte[] Order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private readonly (byte Symbol, byte Extra)[] runs = new (byte, byte)[DeflateCodes.Symbols + DeflateCodes.Distances];
    private readonly byte[] lengths = new byte[DeflateCodes.Symbols + DeflateCodes.Distances];
    private readonly int[] frequencies = new int[Symbols];
    private readonly HuffmanCode code = new(Symbols, 7);
    private int count;
    private int symbols;
    private int distances;
    private int own;

    /// <summary>How many bits it takes.</summary>
    public long Bits { get; private set; }

    public void Build(byte[] symbolLengths, byte[] distanceLengths)
    {
        symbols = Math.Max(LastUsed(symbolLengths), LeastSymbols);
        distances = Math.Max(LastUsed(distanceLengths), 1);
        symbolLengths.AsSpan(0, symbols).CopyTo(lengths);
        distanceLengths.AsSpan(0, distances).CopyTo(lengths.AsSpan(symbols));
        Array.Clear(frequencies);
        FindRuns(lengths.AsSpan(0, symbols + distances));
        code.Build(frequencies);
        own = Symbols;
        while (own > LeastOwn && code.Lengths[Order[own - 1]] == 0) own--;
        Bits = 14 + (3 * own);
        foreach (var (symbol, _) in runs.AsSpan(0, count)) Bits += code.Lengths[symbol] + ExtraBits(symbol);
    }

    public void Write(BitWriter output)
    {
        output.Write((uint)(symbols - LeastSymbols), 5);
        output.Write((uint)(distances - 1), 5);
        output.Write((uint)(own - LeastOwn), 4);
        for (var index = 0; index < own; index++) output.Write(code.Lengths[Order[index]], 3);
        foreach (var (symbol, extra) in runs.AsSpan(0, count))
        {
            output.Write(code.Codes[symbol], code.Lengths[symbol]);
            output.Write(extra, ExtraBits(symbol));
        }
    }

    private void FindRuns(ReadOnlySpan<byte> all)
    {
        count = 0;
        for (var start = 0; start < all.Length;)
        {
            var (value, length) = (all[start], 1);
            while (start + length < all.Length && all[start + length] == value) length++;
            start += length;
            if (value == 0)
            {
                for (; length >= 11; length -= Math.Min(length, 138)) Add(ManyZeros, Math.Min(length, 138) - 11);
                if (length >= 3) (length, _) = (0, Add(FewZeros, length - 3));
            }
            else
            {
                Add(value, 0);
                for (length--; length >= 3; length -= Math.Min(length, 6)) Add(Repeat, Math.Min(length, 6) - 3);
            }

            for (; length > 0; length--) Add(value, 0);
        }
    }

    private int Add(int symbol, int extra)
    {
        frequencies[symbol]++;
        runs[count++] = ((byte)symbol, (byte)extra);
        return count;
    }

    private static int ExtraBits(int symbol) => symbol switch { Repeat => 2, FewZeros => 3, ManyZeros => 7, _ => 0 };

    private static int LastUsed(byte[] lengths) => Array.FindLastIndex(lengths, length => length > 0) + 1;
}
