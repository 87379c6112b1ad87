using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Writes an archive that is one file (PostgreSQL, pg_backup_custom.c), several tables at once.</summary>
internal sealed class CustomArchiveWriter : IArchiveWriter
{
    private const byte TableData = 1;
    private const byte LargeObjects = 3;

    private readonly CompressionThreads threads = new();
    private readonly CompressionChoice compression;
    private readonly PartFile file;
    private readonly CustomBlocks blocks;
    private readonly TocWriter contents;

    private CustomArchiveWriter(PartFile file, TocWriter contents, CompressionChoice compression)
    {
        this.file = file;
        this.contents = contents;
        this.compression = compression;
        blocks = new(file);
    }

    public bool IsSequential => false;

    /// <summary>Begins the file with its header and table of contents; the places of data are written in it when they are known.</summary>
    public static async Task<CustomArchiveWriter> CreateAsync(
        string path, ArchiveHeader header, IReadOnlyList<TocEntry> entries, CompressionChoice compression, CancellationToken cancellationToken)
    {
        compression.Require();
        var contents = new TocWriter(header.Version);
        contents.WriteHeader(header);
        contents.WriteEntries(entries, fileOf: null);
        var file = PartFile.Create(path);
        try
        {
            CustomBlocks.RemoveLeftovers(file);
            await file.WriteAsync(contents.Written, cancellationToken).ConfigureAwait(false);
            return new(file, contents, compression);
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async Task<CopyCount> WriteRowsAsync(
        TocEntry entry, IRowStream rows, RowSet set, Action<CopyCount> moved, CancellationToken cancellationToken)
    {
        var block = new CustomBlock(blocks, entry.DumpId);
        try
        {
            await block.WriteAsync(Head(TableData, entry.DumpId), cancellationToken).ConfigureAwait(false);
            var count = await WriteStreamAsync(block, sink => RowPump.RunAsync(rows, sink, moved, cancellationToken), cancellationToken).ConfigureAwait(false);
            await block.CompleteAsync(cancellationToken).ConfigureAwait(false);
            return count;
        }
        catch
        {
            await block.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async Task<long> WriteLargeObjectsAsync(TocEntry entry, IAsyncEnumerable<LargeObjectPart> parts, CancellationToken cancellationToken)
    {
        var block = new CustomBlock(blocks, entry.DumpId);
        try
        {
            await block.WriteAsync(Head(LargeObjects, entry.DumpId), cancellationToken).ConfigureAwait(false);
            var bytes = 0L;
            await foreach (var one in LargeObjectParts.GroupAsync(parts, cancellationToken).ConfigureAwait(false))
            {
                await block.WriteAsync(Integer(unchecked((int)one.Oid)), cancellationToken).ConfigureAwait(false);
                bytes += await WriteStreamAsync(block, sink => one.CopyToAsync(sink, cancellationToken), cancellationToken).ConfigureAwait(false);
            }

            await block.WriteAsync(Integer(0), cancellationToken).ConfigureAwait(false);
            await block.CompleteAsync(cancellationToken).ConfigureAwait(false);
            return bytes;
        }
        catch
        {
            await block.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async Task<IReadOnlyList<string>> CompleteAsync(CancellationToken cancellationToken)
    {
        foreach (var (dumpId, place) in contents.Offsets)
        {
            if (!blocks.Positions.TryGetValue(dumpId, out var position)) throw new InvalidOperationException($"The data of entry {dumpId} was not written.");
            file.WriteAt(place, TocWriter.Offset(position));
        }

        await file.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return [file.Path];
    }

    public async ValueTask DisposeAsync()
    {
        await blocks.DisposeAsync().ConfigureAwait(false);
        await file.DisposeAsync().ConfigureAwait(false);
        threads.Dispose();
    }

    /// <summary>One compressed stream, cut into chunks.</summary>
    private async Task<T> WriteStreamAsync<T>(IByteSink block, Func<IByteSink, Task<T>> write, CancellationToken cancellationToken)
    {
        var chunks = new ChunkSink(block);
        await using (chunks.ConfigureAwait(false))
        {
            var stream = compression.OpenStream(chunks, threads);
            await using (stream.ConfigureAwait(false))
            {
                var result = await write(stream).ConfigureAwait(false);
                await stream.CompleteAsync(cancellationToken).ConfigureAwait(false);
                await chunks.CompleteAsync(cancellationToken).ConfigureAwait(false);
                return result;
            }
        }
    }

    private static byte[] Head(byte kind, int dumpId) => [kind, .. Integer(dumpId)];

    private static byte[] Integer(int value)
    {
        var bytes = new byte[sizeof(byte) + sizeof(int)];
        TocWriter.WriteInteger(bytes, value);
        return bytes;
    }
}
