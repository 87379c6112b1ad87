using System.Buffers;
using System.Globalization;
using System.Text;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Writes large objects' bytes as statements (PostgreSQL, pg_backup_null.c and pg_backup_db.c).</summary>
internal static class LargeObjectScript
{
    /// <summary>What one statement writes.</summary>
    private const int PartSize = 16 * 1024;

    private const int ForWriting = 0x20000; // INV_WRITE

    public static async Task<long> WriteAsync(IAsyncEnumerable<LargeObjectPart> parts, IByteSink output, CancellationToken cancellationToken)
    {
        var (total, buffer) = (0L, ArrayPool<byte>.Shared.Rent(PartSize));
        try
        {
            await SayAsync("BEGIN;\n\n").ConfigureAwait(false);
            await foreach (var one in LargeObjectParts.GroupAsync(parts, cancellationToken).ConfigureAwait(false))
            {
                await SayAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT pg_catalog.lo_open('{one.Oid}', {ForWriting});\n")).ConfigureAwait(false);
                var length = 0;
                await foreach (var bytes in one.ReadAsync().ConfigureAwait(false))
                {
                    total += bytes.Length;
                    for (var rest = bytes; !rest.IsEmpty;)
                    {
                        var taken = Math.Min(rest.Length, PartSize - length);
                        rest.Span[..taken].CopyTo(buffer.AsSpan(length));
                        length += taken;
                        rest = rest[taken..];
                        if (length < PartSize) continue;
                        await SendAsync(length).ConfigureAwait(false);
                        length = 0;
                    }
                }

                if (length > 0) await SendAsync(length).ConfigureAwait(false);
                await SayAsync("SELECT pg_catalog.lo_close(0);\n\n").ConfigureAwait(false);
            }

            await SayAsync("COMMIT;\n\n").ConfigureAwait(false);
            return total;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        Task SendAsync(int length) => SayAsync($"SELECT pg_catalog.lowrite(0, '\\x{Convert.ToHexString(buffer, 0, length).ToLowerInvariant()}');\n");

        async Task SayAsync(string statement) => await output.WriteAsync(Encoding.ASCII.GetBytes(statement), cancellationToken).ConfigureAwait(false);
    }
}
