namespace PgMigrate.Engine.Toc;

/// <summary>A part of a large object's bytes.</summary>
/// <param name="Oid">The large object.</param>
/// <param name="Offset">Where the part begins.</param>
/// <param name="Bytes">The bytes; none for a large object that is empty.</param>
public sealed record LargeObjectPart(uint Oid, long Offset, ReadOnlyMemory<byte> Bytes);
