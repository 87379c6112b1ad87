namespace PgMigrate.Engine.Toc;

/// <summary>How large a chunk should be: whichever limit is reached first.</summary>
/// <param name="Bytes">The size of the rows on disk.</param>
/// <param name="Rows">The number of rows; null for no limit.</param>
public sealed record ChunkTarget(long Bytes, long? Rows = null)
{
    /// <summary>Whether to cut by the rows' places, which are read one after the other, even where a key could be resumed by.</summary>
    public bool ByBlocks { get; init; }
}
