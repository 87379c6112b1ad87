namespace PgMigrate.Engine.Archives;

/// <summary>Where a large object's bytes are.</summary>
/// <param name="Oid">The large object.</param>
/// <param name="Offset">In a custom archive the place of the first piece.</param>
/// <param name="FileName">In a folder or tar file the name of the file.</param>
internal readonly record struct LargeObjectPlace(uint Oid, long Offset, string? FileName);
