namespace PgMigrate.Engine.Toc;

/// <summary>How large a chunk should be: whichever limit is reached first.</summary>
/// <param name="Bytes">The size of the rows on disk.</param>
/// <param name="Rows">The number of rows; null for no limit.</param>
public sealed record ChunkTarget(long Bytes, long? Rows = null);
