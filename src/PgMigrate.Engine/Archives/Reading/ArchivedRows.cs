using System.Buffers;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// The rows of an archive's table, in COPY's text format without the line <c>\.</c> that ends them: a row of these characters has another
/// backslash before them.
/// </summary>
/// <param name="source">The archive's data.</param>
/// <param name="text">The same in UTF-8, where the archive is in another character set; else the data.</param>
/// <param name="table">What errors call the table.</param>
internal sealed class ArchivedRows(ArchiveStream source, Stream text, string table) : IRowStream, IDisposable
{
    private const int BufferSize = 128 * 1024;

    private byte[] buffer = Begin();
    private int next = 1;
    private int filled = 1;

    /// <summary>Where the rows in the buffer end; those behind it may be the beginning of the end.</summary>
    private int safe = 1;
    private bool hasEnded;

    private static ReadOnlySpan<byte> End => "\n\\.\n"u8;

    /// <summary>Reads at once: the bytes come from a file, and who asks has nothing else to do.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read(buffer.Span));
    }

    /// <summary>Fills the buffer with as many of the next bytes as it holds. Returns their number, 0 at the end.</summary>
    public int Read(Span<byte> target)
    {
        var given = 0;
        while (given < target.Length)
        {
            if (next == safe && !Advance()) break;
            var count = Math.Min(safe - next, target.Length - given);
            buffer.AsSpan(next, count).CopyTo(target[given..]);
            next += count;
            given += count;
        }

        return given;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        if (buffer.Length == 0) return;
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        (next, safe, hasEnded) = (0, 0, true);
        text.Dispose();
        source.Dispose();
    }

    /// <summary>The end stands at the beginning of a line, as which the first one counts, too.</summary>
    private static byte[] Begin()
    {
        var rented = ArrayPool<byte>.Shared.Rent(BufferSize);
        rented[0] = (byte)'\n';
        return rented;
    }

    /// <summary>Makes more rows safe; false at the end.</summary>
    private bool Advance()
    {
        while (!hasEnded)
        {
            // The byte before the next one stays: it may be the line break before the end.
            buffer.AsSpan(next - 1, filled - next + 1).CopyTo(buffer);
            filled -= next - 1;
            next = 1;
            var read = Take(buffer.AsSpan(filled));
            if (read == 0) throw source.Damaged($"the rows of {table} end without the line that ends them");
            var searched = Math.Max(filled - End.Length + 1, 0);
            filled += read;
            var end = buffer.AsSpan(searched, filled - searched).IndexOf(End);
            if (end >= 0)
            {
                safe = searched + end + 1;
                RequireEnd(safe + End.Length - 1);
            }
            else
            {
                safe = Math.Max(filled - End.Length + 1, 1);
            }

            if (safe > next) return true;
        }

        return false;
    }

    /// <summary>pg_dump lets two empty lines follow.</summary>
    private void RequireEnd(int behind)
    {
        hasEnded = true;
        var rest = behind;
        while (true)
        {
            if (buffer.AsSpan(rest, filled - rest).ContainsAnyExcept((byte)'\n', (byte)'\r')) throw source.Damaged($"something follows the line that ends the rows of {table}");
            // What is safe is still to be given.
            rest = safe;
            filled = safe + Take(buffer.AsSpan(safe));
            if (filled == safe) return;
        }
    }

    private int Take(Span<byte> target)
    {
        try
        {
            return text.Read(target);
        }
        catch (System.Text.DecoderFallbackException error)
        {
            throw source.Damaged($"the rows of {table} have bytes that are no text in the archive's character set", error);
        }
    }
}
