using System.Globalization;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Reads a table of contents (PostgreSQL, pg_backup_archiver.c, ReadToc).</summary>
internal sealed class ArchiveTocReader
{
    /// <summary>Each entry has at least so many numbers and texts, each of which has a length.</summary>
    private const int LeastParts = 13;

    private readonly ArchiveReader reader;
    private readonly ArchiveHeader header;
    private readonly bool hasFiles;
    private readonly List<TocEntry> entries = [];
    private readonly Dictionary<int, EntryPlace> places = [];
    private string encoding = "UTF8";

    private ArchiveTocReader(ArchiveReader reader, ArchiveHeader header, bool hasFiles)
        => (this.reader, this.header, this.hasFiles) = (reader, header, hasFiles);

    /// <summary>Reads header and entries.</summary>
    /// <param name="reader">Stands at the header.</param>
    /// <param name="hasFiles">Whether the data are in files of their own.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static ArchiveToc Read(ArchiveReader reader, bool hasFiles, CancellationToken cancellationToken)
    {
        var header = ArchiveHeaderReader.Read(reader);
        if (header.Format == ArchiveFormat.Custom == hasFiles) throw reader.Bytes.Damaged($"its table of contents is one of format {header.Format}");
        return new ArchiveTocReader(reader, header, hasFiles).Read(cancellationToken);
    }

    private ArchiveToc Read(CancellationToken cancellationToken)
    {
        var count = reader.ReadInteger("the number of entries");
        if (count < 0 || (long)count * LeastParts * (1 + reader.IntegerSize) > reader.Bytes.Remaining)
        {
            throw reader.Bytes.Damaged($"it is said to have {count} entries, more than it has room for");
        }

        for (var number = 0; number < count; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadEntry();
        }

        return new(header, entries, places, encoding, reader.Bytes.Position);
    }

    private void ReadEntry()
    {
        var offset = reader.Bytes.Offset;
        var dumpId = reader.ReadInteger("an entry's number");
        if (dumpId <= 0 || places.ContainsKey(dumpId)) throw At(offset, $"the entry number {dumpId} {(dumpId <= 0 ? "is none" : "is there twice")}");
        var hasData = ReadFlag($"entry {dumpId}");
        var entry = ReadFields(dumpId);
        var (dataOffset, fileName) = ReadPlace(entry, hasData);
        if (ArchiveEntryCheck.FindFault(entry, hasData) is { } fault) throw At(offset, fault);
        if (entry.Desc == ArchiveDesc.Encoding) TakeEncoding(entry, offset);
        entries.Add(entry);
        places.Add(dumpId, new(offset, hasData, dataOffset, fileName));
    }

    private bool ReadFlag(string what)
    {
        var flag = reader.ReadInteger(what);
        return flag is 0 or 1 ? flag == 1 : throw reader.Bytes.Damaged($"{what} has the flag {flag}");
    }

    private TocEntry ReadFields(int dumpId)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"entry {dumpId}");
        // As they stand in the file: what is initialized here first is read first.
        var entry = new TocEntry
        {
            DumpId = dumpId,
            CatalogTableOid = reader.ReadDecimal(what),
            CatalogOid = reader.ReadDecimal(what),
            Tag = reader.ReadText(what) ?? "",
            Desc = reader.ReadText(what) is { Length: > 0 } desc ? desc : throw reader.Bytes.Damaged($"{what} is of no kind"),
            Section = Has(11) ? ReadSection(what) : TocSection.None,
            Definition = reader.ReadText(what) ?? "",
            DropStatement = reader.ReadText(what) ?? "",
            CopyStatement = reader.ReadText(what),
            Namespace = NullIfEmpty(reader.ReadText(what)),
            Tablespace = reader.ReadText(what),
            TableAccessMethod = Has(14) ? NullIfEmpty(reader.ReadText(what)) : null,
            RelationKind = Has(16) ? ReadKind(what) : null,
            Owner = NullIfEmpty(reader.ReadText(what)),
        };
        if (reader.ReadText(what) == "true") entry = entry with { CopyStatement = WithOids(entry, what) };
        entry = entry with { Dependencies = ReadDependencies(what) };
        return Has(11) ? entry : entry with { Section = ArchiveDesc.SectionOf(entry.Desc) };
    }

    private bool Has(int minor) => header.Version.Minor >= minor;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <summary>Rows with a hidden column of OIDs went with PostgreSQL 12; the rest of the table is like any other.</summary>
    private string? WithOids(TocEntry entry, string what) => entry.CopyStatement is null ? null : throw ArchiveErrors.ContentUnsupported(
        "ArchiveRowsUnsupported", reader.Bytes.File, reader.Bytes.Offset,
        $"has in {what} ({entry.Tag}) rows WITH OIDS, which PostgreSQL 12 and later do not know.",
        "Restore it with the pg_restore of a server older than 12, alter the table SET WITHOUT OIDS there, and copy the database from there.");

    private TocSection ReadSection(string what) => reader.ReadInteger(what) switch
    {
        1 => TocSection.None,
        2 => TocSection.PreData,
        3 => TocSection.Data,
        4 => TocSection.PostData,
        var other => throw reader.Bytes.Damaged($"{what} has the unknown section {other}"),
    };

    private char? ReadKind(string what)
    {
        var kind = reader.ReadInteger(what);
        return kind is >= 0 and < 128 ? kind == 0 ? null : (char)kind : throw reader.Bytes.Damaged($"{what} has the unknown relation kind {kind}");
    }

    private IReadOnlyList<int> ReadDependencies(string what)
    {
        List<int>? dependencies = null;
        while (reader.ReadText(what) is { } text)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) throw reader.Bytes.Damaged($"a dependency of {what} is no number");
            (dependencies ??= []).Add(id);
        }

        return dependencies is null ? [] : dependencies.ToArray();
    }

    private (long? DataOffset, string? FileName) ReadPlace(TocEntry entry, bool hasData)
    {
        var what = $"the place of {entry.Desc} {entry.Tag}";
        if (hasFiles)
        {
            var name = NullIfEmpty(reader.ReadText(what));
            if (name is not null) ArchiveFileNames.Require(name, reader.Bytes.File, reader.Bytes.Offset);
            if (hasData && name is null) throw reader.Bytes.Damaged($"{what} is not told");
            return (null, name);
        }

        var offset = reader.ReadOffset(what);
        if (hasData && offset < 0) throw reader.Bytes.Damaged($"{entry.Desc} {entry.Tag} has data, and {what} says that there are none");
        return (offset, null);
    }

    private void TakeEncoding(TocEntry entry, long offset)
    {
        encoding = ArchiveDesc.ValueOf(entry) ?? throw At(offset, "the character set is not told");
        reader.Encoding = ArchiveEncodings.Find(encoding) ?? throw ArchiveErrors.ContentUnsupported(
            "ArchiveEncodingUnsupported", reader.Bytes.File, offset, $"says that its text is in {encoding}, which can't be read here.",
            "Dump the database again with --encoding=UTF8, or restore it with pg_restore.");
    }

    private MigrationException At(long offset, string what) => ArchiveErrors.Damaged(reader.Bytes.File, offset, what);
}
