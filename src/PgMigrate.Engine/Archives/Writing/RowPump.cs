using System.Buffers;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Moves COPY's text into an archive.</summary>
internal static class RowPump
{
    /// <summary>What ends the rows of a COPY in a script, with the empty lines that pg_dump has behind it.</summary>
    public static readonly ReadOnlyMemory<byte> Terminator = "\\.\n\n\n"u8.ToArray();

    private const int BufferSize = 256 * 1024;

    /// <summary>Moves all rows and their terminator; returns the rows and their bytes.</summary>
    public static async Task<CopyCount> RunAsync(IRowStream rows, IByteSink sink, Action<CopyCount> moved, CancellationToken cancellationToken)
    {
        var counter = new CopyRowCounter(RowFormat.Text);
        var bytes = 0L;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await rows.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                counter.Add(buffer.AsSpan(0, read));
                bytes += read;
                await sink.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                moved(new(counter.Rows, bytes));
            }

            await sink.WriteAsync(Terminator, cancellationToken).ConfigureAwait(false);
            return new(counter.Rows, bytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
