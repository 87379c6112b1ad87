using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>The table of contents of an archive.</summary>
/// <param name="Header">What stands before it.</param>
/// <param name="Entries">The entries, as they stand in it.</param>
/// <param name="Places">Their places, by dump id.</param>
/// <param name="Encoding">PostgreSQL's name of the character set that texts and rows are in.</param>
/// <param name="End">Where it ends.</param>
internal sealed record ArchiveToc(
    ArchiveHeader Header, IReadOnlyList<TocEntry> Entries, IReadOnlyDictionary<int, EntryPlace> Places, string Encoding, long End);
