namespace PgMigrate.Engine.Integrity;

/// <summary>Two independent hashes of one row.</summary>
internal readonly record struct RowHash(ulong First, ulong Second);
