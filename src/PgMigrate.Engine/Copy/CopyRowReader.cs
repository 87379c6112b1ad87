using System.Buffers;
using System.Buffers.Binary;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Copy;

/// <summary>Cuts a COPY stream into its rows. Memory is bounded by the largest row.</summary>
internal sealed class CopyRowReader(IRowStream stream, RowFormat format) : IDisposable
{
    private const int SignatureLength = 11;
    private const int HeaderLength = SignatureLength + (2 * sizeof(int));

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);
    private int start;
    private int end;
    private bool isHeaderRead = format == RowFormat.Text;

    /// <summary>The current row's bytes: a tuple with its field count, or a line with its newline. Valid until the next call.</summary>
    public ReadOnlyMemory<byte> Current { get; private set; }

    /// <summary>Moves to the next row; false at the end.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (!isHeaderRead)
        {
            await FillAsync(HeaderLength, cancellationToken).ConfigureAwait(false);
            var extension = BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(start + SignatureLength + sizeof(int)));
            await FillAsync(HeaderLength + extension, cancellationToken).ConfigureAwait(false);
            start += HeaderLength + extension;
            isHeaderRead = true;
        }

        while (true)
        {
            var length = RowLength(buffer.AsSpan(start, end - start));
            if (length == 0) return false;
            if (length > 0)
            {
                Current = buffer.AsMemory(start, length);
                start += length;
                return true;
            }

            if (!await TryReadMoreAsync(cancellationToken).ConfigureAwait(false))
            {
                if (format == RowFormat.Text && start == end) return false;
                throw new MigrationException("TruncatedRows", MigrationErrorCategory.ReadError, "The source's rows end in the middle of a row.");
            }
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    /// <summary>The length of the row that the bytes begin with; -1 where it is not whole yet; 0 at the trailer.</summary>
    private int RowLength(ReadOnlySpan<byte> bytes)
    {
        if (format == RowFormat.Text) return bytes.IndexOf((byte)'\n') is >= 0 and var newline ? newline + 1 : -1;
        if (bytes.Length < sizeof(short)) return -1;
        var fields = BinaryPrimitives.ReadInt16BigEndian(bytes);
        if (fields < 0) return 0;
        var length = sizeof(short);
        for (var field = 0; field < fields; field++)
        {
            if (bytes.Length - length < sizeof(int)) return -1;
            var size = BinaryPrimitives.ReadInt32BigEndian(bytes[length..]);
            length += sizeof(int) + Math.Max(size, 0);
            if (length > bytes.Length) return -1;
        }

        return length;
    }

    private async ValueTask FillAsync(int length, CancellationToken cancellationToken)
    {
        while (end - start < length)
        {
            if (!await TryReadMoreAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new MigrationException("TruncatedRows", MigrationErrorCategory.ReadError, "The source's rows end before they begin.");
            }
        }
    }

    private async ValueTask<bool> TryReadMoreAsync(CancellationToken cancellationToken)
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }

        if (end == buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            buffer.AsSpan(0, end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        var read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken).ConfigureAwait(false);
        end += read;
        return read > 0;
    }
}
