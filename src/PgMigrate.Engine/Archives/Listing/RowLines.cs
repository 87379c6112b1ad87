using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Cuts COPY's text into its rows: a line break within a value is escaped.</summary>
internal static class RowLines
{
    /// <summary>The rows, without the ends of their lines.</summary>
    public static async IAsyncEnumerable<string> ReadAsync(IRowStream rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What is left of a row by the end of a block.
        var (block, begun) = (new byte[128 * 1024], new ArrayBufferWriter<byte>());
        while (await rows.ReadAsync(block, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            var rest = block.AsMemory(0, read);
            while (rest.Span.IndexOf((byte)'\n') is >= 0 and var end)
            {
                begun.Write(rest.Span[..end]);
                yield return Encoding.UTF8.GetString(begun.WrittenSpan);
                begun.ResetWrittenCount();
                rest = rest[(end + 1)..];
            }

            begun.Write(rest.Span);
        }
    }
}
