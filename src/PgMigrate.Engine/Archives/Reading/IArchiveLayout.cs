using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Finds the data of entries; any of it may be read by several at once.</summary>
internal interface IArchiveLayout
{
    /// <summary>The bytes that an entry's data take, compressed as they are; 0 where that is not known.</summary>
    long SizeOf(TocEntry entry);

    /// <summary>What the entry's rows are compressed with, if not with what the header says.</summary>
    ArchiveCompression CompressionOf(TocEntry entry);

    /// <summary>The bytes of an entry's rows, as they were before they were compressed.</summary>
    ArchiveStream OpenRows(TocEntry entry);

    /// <summary>The large objects whose bytes belong to an entry, in the archive's order.</summary>
    IEnumerable<LargeObjectPlace> LargeObjectsOf(TocEntry entry, CancellationToken cancellationToken);

    /// <summary>The bytes of a large object.</summary>
    ArchiveStream OpenLargeObject(LargeObjectPlace place);
}
