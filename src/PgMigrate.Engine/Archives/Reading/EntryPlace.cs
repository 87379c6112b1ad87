namespace PgMigrate.Engine.Archives;

/// <summary>Where an entry stands in the table of contents, and its data in the archive.</summary>
/// <param name="TocOffset">The place of the entry in the table of contents, for errors.</param>
/// <param name="HasData">Whether data belong to it.</param>
/// <param name="DataOffset">In a custom archive the place of its data; null where it was not noted.</param>
/// <param name="FileName">In a folder or tar file the name of the file with its data.</param>
internal readonly record struct EntryPlace(long TocOffset, bool HasData, long? DataOffset, string? FileName);
