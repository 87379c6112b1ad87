using System.Buffers;
using System.Text;

namespace PgMigrate.Engine.Archives;

/// <summary>Reads bytes one after the other, in memory that does not grow; every length is held against what is left before it is taken.</summary>
internal sealed class ByteReader(ArchiveBytes bytes, long position = 0) : IDisposable
{
    private const int BufferSize = 64 * 1024;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int next;
    private int filled;

    /// <summary>Where the buffer ends among the bytes.</summary>
    private long ahead = position;

    public string File => bytes.File;

    /// <summary>The place of the next byte.</summary>
    public long Position => ahead - (filled - next);

    /// <summary>The place of the next byte in the file, for errors.</summary>
    public long Offset => bytes.Start + Position;

    public long Remaining => bytes.Length - Position;

    public byte ReadByte(string what)
    {
        if (next == filled && !Fill()) throw Ends(what);
        return buffer[next++];
    }

    /// <summary>Reads some of the next bytes; 0 at the end.</summary>
    public int Read(Span<byte> target)
    {
        if (next == filled)
        {
            if (target.Length >= buffer.Length)
            {
                var direct = bytes.Read(ahead, target);
                ahead += direct;
                return direct;
            }

            if (!Fill()) return 0;
        }

        var count = Math.Min(target.Length, filled - next);
        buffer.AsSpan(next, count).CopyTo(target);
        next += count;
        return count;
    }

    public void Skip(long count, string what)
    {
        if (count > Remaining) throw Ends(what);
        var target = Position + count;
        if (count <= filled - next)
        {
            next += (int)count;
            return;
        }

        (next, filled, ahead) = (0, 0, target);
    }

    /// <summary>Reads a text of so many bytes.</summary>
    public string ReadText(int length, Encoding encoding, string what)
    {
        if (length > Remaining) throw Ends(what);
        if (length <= filled - next) return Decode(Take(length), encoding, what);
        var whole = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            for (var read = 0; read < length;)
            {
                var some = Read(whole.AsSpan(read, length - read));
                if (some == 0) throw Ends(what);
                read += some;
            }

            return Decode(whole.AsSpan(0, length), encoding, what);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    public MigrationException Damaged(string what) => ArchiveErrors.Damaged(File, Offset, what);

    public void Dispose()
    {
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        bytes.Dispose();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        next += count;
        return buffer.AsSpan(next - count, count);
    }

    private string Decode(ReadOnlySpan<byte> text, Encoding encoding, string what)
    {
        // What follows a NUL would never reach a server.
        if (text.Contains((byte)0)) throw Damaged($"{what} holds a NUL character");
        try
        {
            return encoding.GetString(text);
        }
        catch (DecoderFallbackException error)
        {
            throw ArchiveErrors.Damaged(File, Offset, $"{what} is no text in {encoding.WebName}", error);
        }
    }

    private bool Fill()
    {
        filled = bytes.Read(ahead, buffer);
        next = 0;
        ahead += filled;
        return filled > 0;
    }

    private MigrationException Ends(string what) => Damaged($"it ends in {what}");
}
