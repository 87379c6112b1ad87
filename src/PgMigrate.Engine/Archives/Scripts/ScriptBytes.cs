using System.Buffers;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// The bytes of a script as they are read, with the line that is being read. What was begun stays in memory until something else is begun.
/// </summary>
internal sealed class ScriptBytes : IDisposable
{
    /// <summary>What a statement may take of memory.</summary>
    public const int Limit = 64 * 1024 * 1024;

    private readonly Stream stream;
    private readonly string file;
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);

    /// <summary>The offset of the buffer's first byte.</summary>
    private long offset;
    private int start;
    private int position;
    private int end;
    private long startLine;

    /// <param name="stream">The bytes from the offset on.</param>
    /// <param name="file">What errors call the script.</param>
    /// <param name="offset">The offset of the stream's next byte in the script.</param>
    /// <param name="line">The line that it belongs to.</param>
    public ScriptBytes(Stream stream, string file, long offset, long line)
    {
        (this.stream, this.file, this.offset, Line, startLine) = (stream, file, offset, line, line);
    }

    /// <summary>The line of the next byte, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The offset of the next byte.</summary>
    public long Offset => offset + position;

    /// <summary>The bytes that are in memory already.</summary>
    public ReadOnlySpan<byte> Ahead => buffer.AsSpan(position, end - position);

    /// <summary>The bytes since the last beginning.</summary>
    public ReadOnlySpan<byte> Begun => buffer.AsSpan(start, position - start);

    /// <summary>Begins something: what came before is forgotten.</summary>
    public void Begin() => (start, startLine) = (position, Line);

    /// <summary>The byte at a distance from the next one; -1 behind the end.</summary>
    public int At(int distance) => Has(distance + 1) ? buffer[position + distance] : -1;

    /// <summary>Whether there are so many bytes more; reads them where they are not in memory.</summary>
    public bool Has(int count)
    {
        while (end - position < count)
        {
            if (!TryReadMore()) return false;
        }

        return true;
    }

    /// <summary>Whether those bytes come next.</summary>
    public bool IsAt(ReadOnlySpan<byte> bytes) => Has(bytes.Length) && Ahead.StartsWith(bytes);

    /// <summary>Passes over bytes that are in memory.</summary>
    public void Skip(int count)
    {
        Line += buffer.AsSpan(position, count).Count((byte)'\n');
        position += count;
    }

    /// <summary>Passes over everything before the next of those bytes; false where there is none, at the end then.</summary>
    /// <param name="values">The bytes that end the skipping.</param>
    /// <param name="keeps">Whether what is passed over stays in memory.</param>
    public bool SkipTo(SearchValues<byte> values, bool keeps = true)
    {
        while (true)
        {
            var found = Ahead.IndexOfAny(values);
            Skip(found < 0 ? end - position : found);
            if (!keeps) Begin();
            if (found >= 0) return true;
            if (!Has(1)) return false;
        }
    }

    /// <summary>Passes over everything up to and with the next occurrence of those bytes; false where there is none.</summary>
    public bool SkipPast(ReadOnlySpan<byte> bytes, bool keeps = true)
    {
        while (true)
        {
            var found = Ahead.IndexOf(bytes);
            Skip(found < 0 ? Math.Max(end - position - bytes.Length + 1, 0) : found + bytes.Length);
            if (!keeps) Begin();
            if (found >= 0) return true;
            if (!Has(bytes.Length)) return false;
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    private bool TryReadMore()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            offset += start;
            (position, end, start) = (position - start, end - start, 0);
        }

        if (end == buffer.Length) Grow();
        var read = Read();
        end += read;
        return read > 0;
    }

    private int Read()
    {
        try
        {
            return stream.Read(buffer, end, buffer.Length - end);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw ScriptErrors.NotReadable(file, error.Message, "Look whether the file is whole and may be read, then try again.", error);
        }
    }

    private void Grow()
    {
        if (buffer.Length >= Limit) throw ScriptErrors.TooLong(file, startLine, Limit);
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
