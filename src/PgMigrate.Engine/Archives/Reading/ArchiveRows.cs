using System.Text;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Opens the rows of an archive's tables, in UTF-8.</summary>
internal static class ArchiveRows
{
    /// <summary>Whether the data of a table are INSERT statements, as pg_dump --inserts writes them, and no rows for COPY.</summary>
    public static bool AreStatements(TocEntry entry) => entry.Desc == TocDesc.TableData && string.IsNullOrEmpty(entry.CopyStatement);

    /// <summary>What the entry's COPY statement names; the schema is the entry's where archives before version 1.13 name none.</summary>
    /// <exception cref="MigrationException">ArchiveRowsUnsupported.</exception>
    public static CopyTarget RequireTarget(Archive archive, TocEntry entry)
    {
        try
        {
            if (CopyTarget.Of(entry.CopyStatement!) is { HasOptions: false } target && (target.Schema ?? entry.Namespace) is { } schema) return target with { Schema = schema };
        }
        catch (MigrationException error) when (error.ErrorId == SqlLexer.UnterminatedQuote)
        {
            // It is told below, with its place.
        }

        throw ArchiveErrors.ContentUnsupported(
            "ArchiveRowsUnsupported", archive.Path, archive.OffsetOf(entry),
            $"has rows of {entry.Namespace}.{entry.Tag} behind a COPY statement that pg_dump would not write: {entry.CopyStatement!.Trim()}",
            "Restore it with pg_restore.");
    }

    /// <summary>The rows, without the line that ends them.</summary>
    public static ArchivedRows Open(Archive archive, TocEntry entry)
    {
        var source = archive.OpenData(entry);
        return new(source, InUtf8(archive, source), $"{entry.Namespace}.{entry.Tag}");
    }

    /// <summary>The INSERT statements that stand where others have rows.</summary>
    public static ScriptStatements OpenStatements(Archive archive, TocEntry entry)
        => new(InUtf8(archive, archive.OpenData(entry)), ScriptPart.Whole, new($"{archive.Path}, entry at byte {archive.OffsetOf(entry)}, rows of {entry.Namespace}.{entry.Tag}"));

    /// <summary>Bytes that are no UTF-8 are for the server to refuse.</summary>
    private static Stream InUtf8(Archive archive, ArchiveStream source)
    {
        var encoding = ArchiveEncodings.Find(archive.Encoding)!;
        return encoding == ArchiveEncodings.Utf8 ? source : Encoding.CreateTranscodingStream(source, encoding, ArchiveEncodings.Utf8);
    }
}
