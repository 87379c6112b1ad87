namespace PgMigrate.Engine.Archives;

/// <summary>A file within a tar file.</summary>
internal readonly record struct TarMember(string Name, long Start, long Length);
