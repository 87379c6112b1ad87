using System.Buffers;
using Npgsql;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Copy;

/// <summary>Moves the bytes of one row stream into one COPY … FROM STDIN, counting rows as they pass.</summary>
internal static class CopyPump
{
    /// <summary>Large enough to make a call per buffer free, small enough to stay out of the large object heap's way when pooled.</summary>
    private const int BufferSize = 256 * 1024;

    /// <summary>Moves everything; returns the rows and bytes moved. The caller completes or cancels the destination.</summary>
    public static async Task<CopyCount> RunAsync(
        IRowStream source, NpgsqlRawCopyStream destination, RowFormat format, Action<CopyCount>? moved, CancellationToken cancellationToken)
    {
        var counter = new CopyRowCounter(format);
        long bytes = 0;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (true)
            {
                var read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (read == 0) return new(counter.Rows, bytes);
                counter.Add(buffer.AsSpan(0, read));
                bytes += read;
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                moved?.Invoke(new(counter.Rows, bytes));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
