using System.Text;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Opens the rows of an archive's tables, in UTF-8.</summary>
internal static class ArchiveRows
{
    /// <summary>What the entry's COPY statement says.</summary>
    /// <exception cref="MigrationException">ArchiveRowsAreStatements, ArchiveRowsUnsupported.</exception>
    public static CopyStatement RequireStatement(Archive archive, TocEntry entry)
    {
        if (string.IsNullOrEmpty(entry.CopyStatement))
        {
            throw ArchiveErrors.ContentUnsupported(
                "ArchiveRowsAreStatements", archive.Path, archive.OffsetOf(entry),
                $"has the rows of {entry.Namespace}.{entry.Tag} as INSERT statements, which only scripts may have here.",
                "Turn it into a script with pg_restore --file and import that, or dump the database again without --inserts.");
        }

        return CopyStatement.Parse(entry.CopyStatement, entry.Namespace) ?? throw ArchiveErrors.ContentUnsupported(
            "ArchiveRowsUnsupported", archive.Path, archive.OffsetOf(entry),
            $"has rows of {entry.Namespace}.{entry.Tag} behind a COPY statement that pg_dump would not write: {entry.CopyStatement.Trim()}",
            "Restore it with pg_restore.");
    }

    /// <summary>The rows, without the line that ends them.</summary>
    public static ArchivedRows Open(Archive archive, TocEntry entry)
    {
        var source = archive.OpenData(entry);
        var encoding = ArchiveEncodings.Find(archive.Encoding)!;
        // Bytes that are no UTF-8 are for the server to refuse.
        var text = encoding == ArchiveEncodings.Utf8 ? source : Encoding.CreateTranscodingStream(source, encoding, ArchiveEncodings.Utf8, leaveOpen: true);
        return new(source, text, $"{entry.Namespace}.{entry.Tag}");
    }
}
