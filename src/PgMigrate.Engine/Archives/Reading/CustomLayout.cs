using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>The data of a custom archive: blocks in one file, behind the table of contents (PostgreSQL, pg_backup_custom.c).</summary>
internal sealed class CustomLayout : IArchiveLayout
{
    private const byte Rows = 1;
    private const byte LargeObjects = 3;

    private readonly string path;
    private readonly ArchiveToc toc;
    private readonly long length;

    /// <summary>By dump id: where the blocks are.</summary>
    private readonly Dictionary<int, long> blocks;

    /// <summary>The beginnings of all blocks, in order, and the file's end.</summary>
    private readonly long[] borders;

    private CustomLayout(string path, ArchiveToc toc, long length, Dictionary<int, long> blocks)
    {
        (this.path, this.toc, this.length, this.blocks) = (path, toc, length, blocks);
        borders = [.. blocks.Values.Order(), length];
    }

    /// <summary>Finds the blocks: where the table of contents does not tell (it was written to a pipe), by passing over all of them once.</summary>
    public static CustomLayout Open(string path, ArchiveToc toc, CancellationToken cancellationToken)
    {
        using var bytes = FileBytes.Open(path);
        var blocks = new Dictionary<int, long>();
        var isComplete = true;
        foreach (var entry in toc.Entries.Where(entry => entry.HasData))
        {
            var place = toc.Places[entry.DumpId];
            if (place.DataOffset is not { } offset) isComplete = false;
            else if (offset >= toc.End && offset < bytes.Length) blocks.Add(entry.DumpId, offset);
            else throw ArchiveErrors.Damaged(path, place.TocOffset, $"{entry.Desc} {entry.Tag} is said to be at byte {offset}, where no data can be");
        }

        var layout = new CustomLayout(path, toc, bytes.Length, blocks);
        return isComplete ? layout : new(path, toc, bytes.Length, layout.Scan(cancellationToken));
    }

    public long SizeOf(TocEntry entry)
    {
        if (!blocks.TryGetValue(entry.DumpId, out var start)) return 0;
        var place = Array.BinarySearch(borders, start);
        return borders[place + 1] - start;
    }

    public ArchiveCompression CompressionOf(TocEntry entry) => toc.Header.Compression;

    public ArchiveStream OpenRows(TocEntry entry)
        => Decompression.OfBlock(new ChunkStream(OpenBlock(entry, Rows)), toc.Header.Compression);

    public IEnumerable<LargeObjectPlace> LargeObjectsOf(TocEntry entry, CancellationToken cancellationToken)
    {
        using var reader = OpenBlock(entry, LargeObjects);
        while (reader.ReadOid("a large object's number") is > 0 and var oid)
        {
            yield return new(oid, reader.Bytes.Position, null);
            ChunkStream.Skip(reader, cancellationToken);
        }
    }

    public ArchiveStream OpenLargeObject(LargeObjectPlace place) => Decompression.OfBlock(new ChunkStream(Open(place.Offset)), toc.Header.Compression);

    /// <summary>Where each block begins, up to the end of the file, with nothing between.</summary>
    public Dictionary<int, long> Scan(CancellationToken cancellationToken)
    {
        using var reader = Open(toc.End);
        var found = new Dictionary<int, long>();
        while (reader.Bytes.Remaining > 0)
        {
            var (start, offset) = (reader.Bytes.Position, reader.Bytes.Offset);
            var (type, dumpId) = ReadBlockHeader(reader);
            if (!toc.Places.TryGetValue(dumpId, out var place) || !place.HasData) throw ArchiveErrors.Damaged(path, offset, $"no entry has the data of number {dumpId}");
            if (!found.TryAdd(dumpId, start)) throw ArchiveErrors.Damaged(path, offset, $"the data of entry {dumpId} are there twice");
            if (type == Rows) ChunkStream.Skip(reader, cancellationToken);
            else while (reader.ReadOid("a large object's number") != 0) ChunkStream.Skip(reader, cancellationToken);
        }

        foreach (var entry in toc.Entries.Where(entry => entry.HasData && !found.ContainsKey(entry.DumpId)))
        {
            throw ArchiveErrors.Damaged(path, length, $"it ends before the data of {entry.Desc} {entry.Tag}");
        }

        return found;
    }

    /// <summary>A reader behind the block's own header.</summary>
    private ArchiveReader OpenBlock(TocEntry entry, byte expected)
    {
        var reader = Open(blocks[entry.DumpId]);
        try
        {
            var offset = reader.Bytes.Offset;
            var (type, dumpId) = ReadBlockHeader(reader);
            if (dumpId != entry.DumpId) throw ArchiveErrors.Damaged(path, offset, $"the data of entry {entry.DumpId} should be there, and there are those of {dumpId}");
            return type == expected ? reader : throw ArchiveErrors.Damaged(path, offset, $"the data of {entry.Desc} {entry.Tag} are of kind {type}");
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private (byte Type, int DumpId) ReadBlockHeader(ArchiveReader reader)
    {
        const string What = "the beginning of an entry's data";
        var offset = reader.Bytes.Offset;
        var type = reader.ReadByte(What);
        return type is Rows or LargeObjects
            ? (type, reader.ReadInteger(What))
            : throw ArchiveErrors.Damaged(path, offset, $"data of an entry should begin there, and the byte {type} begins none");
    }

    private ArchiveReader Open(long position) => new(new(FileBytes.Open(path), position))
    {
        IntegerSize = toc.Header.IntegerSize,
        OffsetSize = toc.Header.OffsetSize,
    };
}
