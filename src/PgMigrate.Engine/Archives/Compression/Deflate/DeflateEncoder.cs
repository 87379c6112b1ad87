using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// Compresses one part of a stream into deflate blocks (RFC 1951), of which none is final. .NET's own encoder is another one on each version and
/// system, the slowest of which takes half as long again; this one is the same everywhere. Not for several threads at once.
/// </summary>
internal sealed class DeflateEncoder
{
    private const int WindowSize = 32 * 1024;
    private const int HashBits = 16;
    private const int ShortHashBits = 14;

    /// <summary>The length of what the chains of matches are about; shorter ones are looked for nearby only.</summary>
    private const int ChainedLength = 4;
    private const int ShortLength = DeflateCodes.ShortestMatch;

    /// <summary>Further away, three bytes are told as briefly by themselves.</summary>
    private const int ShortReach = 4096;

    /// <summary>Before every position of a part.</summary>
    private const int Nowhere = -WindowSize;

    /// <summary>By the hash of four bytes: where they stood last.</summary>
    private readonly int[] heads = new int[1 << HashBits];

    /// <summary>By position: where the hash of its bytes stood before.</summary>
    private readonly int[] links = new int[WindowSize];

    /// <summary>By the hash of three bytes: where they stood last.</summary>
    private readonly int[] shortHeads = new int[1 << ShortHashBits];
    private readonly DeflateBlock block = new();

    /// <summary>Writes the bytes as blocks, and ends them at a whole byte with an empty stored block, as a flush does.</summary>
    public void Encode(ReadOnlySpan<byte> input, DeflateEffort effort, BitWriter output)
    {
        Array.Fill(heads, Nowhere);
        Array.Fill(shortHeads, Nowhere);
        block.Reset();
        var (position, blockStart) = (0, 0);
        while (position < input.Length)
        {
            position = AddNext(input, position, effort);
            if (!block.IsFull && position < input.Length) continue;
            block.Write(output, input[blockStart..position]);
            blockStart = position;
        }

        DeflateBlock.WriteFlush(output);
    }

    /// <summary>Adds literals and a match; returns the position behind it.</summary>
    private int AddNext(ReadOnlySpan<byte> input, int position, DeflateEffort effort)
    {
        var length = Find(input, position, ShortLength, effort.Depth, effort.Nice, out var distance);
        if (distance == 0)
        {
            block.AddLiteral(input[position]);
            return position + 1;
        }

        var known = position;
        while (length < effort.Lazy && position + 1 < input.Length)
        {
            // A longer match one byte on is worth a literal.
            known = position + 1;
            var depth = length >= effort.Good ? effort.Depth / 4 : effort.Depth / 2;
            var next = Find(input, known, Math.Max(length, ShortLength), depth, effort.Nice, out var nextDistance);
            if (nextDistance == 0 || next <= length) break;
            block.AddLiteral(input[position]);
            (position, length, distance) = (known, next, nextDistance);
        }

        block.AddMatch(length, distance);
        var end = position + length;
        Insert(input, known + 1, end);
        return end;
    }

    /// <summary>
    /// Looks for the longest match that is longer than the given length, or at the least as long as the shortest one; notes the position.
    /// The distance is 0 where there is none.
    /// </summary>
    private int Find(ReadOnlySpan<byte> input, int position, int best, int depth, int nice, out int distance)
    {
        distance = 0;
        var longest = Math.Min(input.Length - position, DeflateCodes.LongestMatch);
        if (longest < ChainedLength) return best;
        ref var bytes = ref MemoryMarshal.GetReference(input);
        ref var chain = ref MemoryMarshal.GetArrayDataReference(links);
        var first = Read(ref bytes, position);
        ref var head = ref heads[Hash(first)];
        ref var shortHead = ref shortHeads[ShortHash(first)];
        var (candidate, near) = (head, shortHead);
        head = shortHead = position;
        Unsafe.Add(ref chain, position & (WindowSize - 1)) = candidate;
        if (best >= longest) return best;
        var isShortEnough = best == ShortLength;
        var lowest = position - WindowSize + 1;
        var last = Read(ref bytes, position + best - (ChainedLength - 1));
        for (; candidate >= lowest && depth > 0; depth--)
        {
            // What is longer has the same bytes at the end of the best so far, too, which tells more often than the beginning.
            if (Read(ref bytes, candidate + best - (ChainedLength - 1)) == last && Read(ref bytes, candidate) == first)
            {
                var length = LengthOf(ref bytes, candidate, position, longest);
                if (length > best)
                {
                    best = length;
                    distance = position - candidate;
                    if (best >= nice || best == longest) return best;
                    last = Read(ref bytes, position + best - (ChainedLength - 1));
                }
            }

            candidate = Unsafe.Add(ref chain, candidate & (WindowSize - 1));
        }

        if (distance == 0 && isShortEnough && position - near <= ShortReach && ((Read(ref bytes, near) ^ first) << 8) == 0) distance = position - near;
        return best;
    }

    /// <summary>Notes positions that a match passes over.</summary>
    private void Insert(ReadOnlySpan<byte> input, int from, int to)
    {
        ref var bytes = ref MemoryMarshal.GetReference(input);
        to = Math.Min(to, input.Length - ChainedLength + 1);
        for (var position = from; position < to; position++)
        {
            var value = Read(ref bytes, position);
            ref var head = ref heads[Hash(value)];
            links[position & (WindowSize - 1)] = head;
            head = position;
            shortHeads[ShortHash(value)] = position;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int LengthOf(ref byte bytes, int candidate, int position, int longest)
    {
        var length = ChainedLength;
        for (; length + sizeof(ulong) <= longest; length += sizeof(ulong))
        {
            var difference = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, candidate + length)) ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, position + length));
            if (difference != 0) return length + (BitOperations.TrailingZeroCount(difference) >> 3);
        }

        while (length < longest && Unsafe.Add(ref bytes, candidate + length) == Unsafe.Add(ref bytes, position + length)) length++;
        return length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Read(ref byte bytes, int position) => Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref bytes, position));

    private static uint Hash(uint value) => (value * 0x9E3779B1) >> (32 - HashBits);

    private static uint ShortHash(uint value) => ((value << 8) * 0x9E3779B1) >> (32 - ShortHashBits);
}
