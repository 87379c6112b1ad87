using PgMigrate.Engine.Schema;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Makes of a source's entries those of an archive: what sets up the session first, then the database, then all that is in it. Pure.</summary>
internal static class ArchiveContents
{
    /// <param name="entries">The entries that are chosen, in restore order.</param>
    /// <param name="version">The archive's version, which says how large objects are told.</param>
    /// <param name="encoding">The character set of what is written.</param>
    public static IReadOnlyList<TocEntry> Of(IReadOnlyList<TocEntry> entries, ArchiveVersion version, string encoding)
    {
        var shaped = version.Minor >= ArchiveVersion.Newest.Minor ? entries : SingleLargeObjects.Of(entries);
        var next = shaped.Select(entry => entry.DumpId).DefaultIfEmpty().Max();
        return
        [
            Setting(ArchiveDesc.Encoding, $"SET client_encoding = {SqlText.StandardLiteral(encoding)};\n"),
            Setting(ArchiveDesc.StandardStrings, "SET standard_conforming_strings = 'on';\n"),
            Setting(ArchiveDesc.SearchPath, "SELECT pg_catalog.set_config('search_path', '', false);\n"),
            .. shaped.Where(DatabaseRenaming.Concerns),
            .. shaped.Where(entry => !DatabaseRenaming.Concerns(entry)),
        ];

        TocEntry Setting(string name, string definition) => new()
        {
            DumpId = ++next,
            Tag = name,
            Desc = name,
            Section = TocSection.PreData,
            Definition = definition,
        };
    }
}
