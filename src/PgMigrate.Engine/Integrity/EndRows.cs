using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Integrity;

/// <summary>A table's rows at one end, and how far they were read.</summary>
internal sealed class EndRows(IMigrationSource end, TocEntry entry, RowSet rows)
{
    private long readRows;
    private long readBytes;

    public IMigrationSource End => end;

    public TocEntry Entry => entry;

    public RowSet Rows => rows;

    /// <summary>What was read so far. From any thread.</summary>
    public CopyCount Read => new(Interlocked.Read(ref readRows), Interlocked.Read(ref readBytes));

    /// <summary>Notes that so much more was read.</summary>
    public void Add(CopyCount more)
    {
        Interlocked.Add(ref readRows, more.Rows);
        Interlocked.Add(ref readBytes, more.Bytes);
    }
}
