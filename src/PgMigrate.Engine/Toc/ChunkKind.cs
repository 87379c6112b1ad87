namespace PgMigrate.Engine.Toc;

/// <summary>What a chunk's bounds count.</summary>
public enum ChunkKind
{
    /// <summary>The whole table.</summary>
    Whole,

    /// <summary>Values of one integer key column; rows whose key is null belong to the first chunk.</summary>
    KeyRange,

    /// <summary>Blocks of the table's file (ctid).</summary>
    BlockRange,

    /// <summary>SQLite's rowids.</summary>
    RowidRange,

    /// <summary>Bytes of a file, from the beginning of one row or statement to that of another.</summary>
    ByteRange,
}
