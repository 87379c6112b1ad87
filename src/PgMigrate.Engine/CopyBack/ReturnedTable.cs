using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Integrity;

namespace PgMigrate.Engine.CopyBack;

/// <summary>A table of both databases and what is written back to it. The pair's source is the new database, its destination the old one.</summary>
internal sealed class ReturnedTable(TablePair pair, QualifiedName name)
{
    public TablePair Pair => pair;

    public int Number => pair.Number;

    /// <summary>Its name in the old database.</summary>
    public QualifiedName Name => name;

    /// <summary>The checksum of its rows in the new database, once they were read.</summary>
    public RowSetChecksum Expected { get; private set; }

    /// <summary>Whether its changed rows can be removed and put back, too.</summary>
    public bool IsReplaceable { get; set; }

    public bool IsWritten => inserted + updated + deleted > 0;

    private long inserted;
    private long updated;
    private long deleted;

    public TableCopyBackResult Result => new() { Schema = name.Schema, Table = name.Name, Inserted = inserted, Updated = updated, Deleted = deleted };

    /// <summary>Begins anew: what was counted is forgotten.</summary>
    public void Expect(RowSetChecksum checksum)
    {
        Expected = checksum;
        (inserted, updated, deleted) = (0, 0, 0);
    }

    /// <summary>Counts a row that differs.</summary>
    public void Count(RowMismatch row)
    {
        switch (row.Kind)
        {
            case RowDifferenceKind.Missing: inserted += row.Source!.Count; break;
            case RowDifferenceKind.Changed: updated++; break;
            default: deleted += row.Destination!.Count; break;
        }
    }
}
