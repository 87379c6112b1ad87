using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Integrity;

/// <summary>A table's rows at one end, read to their checksum.</summary>
internal sealed class EndRows(IMigrationSource end, TocEntry entry, RowSet rows)
{
    private long readRows;
    private long readBytes;

    public TocEntry Entry => entry;

    public RowSet Rows => rows;

    /// <summary>What was read so far. From any thread.</summary>
    public CopyCount Read => new(Interlocked.Read(ref readRows), Interlocked.Read(ref readBytes));

    /// <summary>Reads every row in the given format; <paramref name="moved"/> is called now and then.</summary>
    public Task<RowSetChecksum> ChecksumAsync(RowFormat format, Action moved, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            var options = new RowStreamOptions { Format = format, Columns = [.. rows.Columns.Select(column => column.Name)] };
            var stream = await end.OpenRowsAsync(entry, ChunkBounds.Whole, options, cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                return await RowSetChecksum.OfAsync(stream, rows, format, Moved, cancellationToken).ConfigureAwait(false);
            }

            void Moved(CopyCount read)
            {
                Interlocked.Exchange(ref readRows, read.Rows);
                Interlocked.Exchange(ref readBytes, read.Bytes);
                moved();
            }
        },
        cancellationToken);
}
