namespace PgMigrate.Engine.Archives;

/// <summary>What an export's notes begin with.</summary>
/// <param name="Source">The database that the rows come from.</param>
/// <param name="Compression">How the files are compressed.</param>
internal sealed record DirectoryNotesHead(string Source, ArchiveCompression Compression);
