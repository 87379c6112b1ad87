using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace PgMigrate.Engine.Archives;

/// <summary>Writes bits, the lowest first, into a buffer that grows.</summary>
internal sealed class BitWriter
{
    /// <summary>The most bits of one <see cref="Write"/>.</summary>
    public const int Most = 56;

    private byte[] buffer = new byte[64 * 1024];
    private int length;
    private ulong pending;
    private int count;

    /// <summary>The whole bytes that are written.</summary>
    public ReadOnlyMemory<byte> Written => buffer.AsMemory(0, length);

    public void Clear() => (length, pending, count) = (0, 0, 0);

    /// <summary>Makes room for that many bytes more.</summary>
    public void Reserve(int bytes)
    {
        var needed = length + bytes + (2 * sizeof(ulong));
        if (buffer.Length < needed) Array.Resize(ref buffer, Math.Max(needed, buffer.Length * 2));
    }

    /// <summary>Writes up to <see cref="Most"/> bits, for which there is room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(ulong bits, int width)
    {
        pending |= bits << count;
        count += width;
        BinaryPrimitives.WriteUInt64LittleEndian(buffer.AsSpan(length), pending);
        length += count >> 3;
        pending >>= count & ~7;
        count &= 7;
    }

    /// <summary>Fills the last byte.</summary>
    public void Align()
    {
        if (count > 0) Write(0, 8 - count);
    }

    /// <summary>Writes whole bytes, at a byte's beginning.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(buffer.AsSpan(length));
        length += bytes.Length;
    }
}
