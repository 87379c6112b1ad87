namespace PgMigrate.Engine.Archives;

/// <summary>A Huffman code for symbols of given frequencies, of limited length (RFC 1951, section 3.2.2).</summary>
internal sealed class HuffmanCode(int symbols, int limit)
{
    private readonly long[] sorted = new long[symbols];
    private readonly long[] weights = new long[2 * symbols];
    private readonly int[] parents = new int[2 * symbols];
    private readonly byte[] depths = new byte[2 * symbols];

    /// <summary>By symbol: the length of its code; 0 where it has none.</summary>
    public byte[] Lengths { get; } = new byte[symbols];

    /// <summary>By symbol: its code, the first bit lowest.</summary>
    public ushort[] Codes { get; } = new ushort[symbols];

    /// <summary>Finds lengths and codes. Symbols that do not occur have none, but two have in any case: decoders want the code whole.</summary>
    public void Build(int[] frequencies)
    {
        for (var symbol = 0; symbol < symbols && frequencies.AsSpan(0, symbols).Count(0) > symbols - 2; symbol++) frequencies[symbol] = Math.Max(frequencies[symbol], 1);
        var count = Sort(frequencies);
        Span<int> lengths = stackalloc int[limit + 1];
        CountLengths(count, lengths);
        Array.Clear(Lengths);
        var next = 0;
        // The rarest have the longest codes.
        for (var length = limit; length > 0; length--)
        {
            for (var left = lengths[length]; left > 0; left--) Lengths[(int)(sorted[next++] & 0xFFFF)] = (byte)length;
        }

        Assign(lengths);
    }

    /// <summary>Sets the lengths, and finds the codes.</summary>
    public void Use(ReadOnlySpan<byte> known)
    {
        known.CopyTo(Lengths);
        Span<int> lengths = stackalloc int[limit + 1];
        lengths.Clear();
        foreach (var length in known) lengths[length]++;
        Assign(lengths);
    }

    private int Sort(int[] frequencies)
    {
        var count = 0;
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            if (frequencies[symbol] > 0) sorted[count++] = ((long)frequencies[symbol] << 16) | (uint)symbol;
        }

        Array.Sort(sorted, 0, count);
        return count;
    }

    /// <summary>Joins the two lightest trees until there is one; how deep its leaves are is how long the codes are.</summary>
    private void CountLengths(int count, Span<int> lengths)
    {
        for (var leaf = 0; leaf < count; leaf++) weights[leaf] = sorted[leaf] >> 16;
        var (leafAt, treeAt, root) = (0, count, (2 * count) - 2);
        for (var tree = count; tree <= root; tree++)
        {
            weights[tree] = 0;
            for (var child = 0; child < 2; child++)
            {
                var lightest = leafAt < count && (treeAt >= tree || weights[leafAt] <= weights[treeAt]) ? leafAt++ : treeAt++;
                weights[tree] += weights[lightest];
                parents[lightest] = tree;
            }
        }

        lengths.Clear();
        depths[root] = 0;
        for (var node = root - 1; node >= 0; node--)
        {
            depths[node] = (byte)(depths[parents[node]] + 1);
            if (node < count) lengths[Math.Min((int)depths[node], limit)]++;
        }

        Shorten(lengths);
    }

    /// <summary>
    /// Where codes were too long, there are more of the longest now than have room: each time a leaf further up becomes a fork, for itself and
    /// for one of them.
    /// </summary>
    private void Shorten(Span<int> lengths)
    {
        var taken = 0L;
        for (var length = 1; length <= limit; length++) taken += (long)lengths[length] << (limit - length);
        for (; taken > 1L << limit; taken--)
        {
            var length = limit - 1;
            while (lengths[length] == 0) length--;
            lengths[length]--;
            lengths[length + 1] += 2;
            lengths[limit]--;
        }
    }

    private void Assign(ReadOnlySpan<int> lengths)
    {
        Span<int> next = stackalloc int[limit + 1];
        next.Clear();
        for (var length = 2; length <= limit; length++) next[length] = (next[length - 1] + lengths[length - 1]) << 1;
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            if (Lengths[symbol] is > 0 and var length) Codes[symbol] = Reverse(next[length]++, length);
        }
    }

    private static ushort Reverse(int code, int length)
    {
        var reversed = 0;
        for (var bit = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
        return (ushort)reversed;
    }
}
