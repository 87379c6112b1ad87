using System.Globalization;
using System.Text;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>The data of an archive in files of their own (PostgreSQL, pg_backup_directory.c, pg_backup_tar.c).</summary>
internal sealed class FileLayout(IArchiveFolder folder, ArchiveToc toc) : IArchiveLayout
{
    /// <summary>An OID, a blank and a name.</summary>
    private const int LongestLine = 300;

    public long SizeOf(TocEntry entry) => Find(NameOf(entry)) is { } file ? folder.LengthOf(file.Name) ?? 0 : 0;

    public ArchiveCompression CompressionOf(TocEntry entry) => Find(NameOf(entry))?.Compression ?? ArchiveCompression.None;

    public ArchiveStream OpenRows(TocEntry entry) => Open(NameOf(entry), toc.Places[entry.DumpId].TocOffset);

    public ArchiveStream OpenLargeObject(LargeObjectPlace place) => Open(place.FileName!, place.Offset);

    public IEnumerable<LargeObjectPlace> LargeObjectsOf(TocEntry entry, CancellationToken cancellationToken)
    {
        using var stream = Open(NameOf(entry), toc.Places[entry.DumpId].TocOffset);
        foreach (var line in Lines(stream))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (line.Split(' ', 2) is not [var number, var file] || !uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var oid) || oid == 0)
            {
                throw stream.Damaged("a line of the list of large objects is none");
            }

            ArchiveFileNames.Require(file, stream.File, stream.Offset);
            yield return new(oid, toc.Places[entry.DumpId].TocOffset, file);
        }
    }

    /// <summary>
    /// The file with an entry's rows, or with the list of its large objects: before version 1.16 there was one list for all, and of tar files
    /// the table of contents never names it.
    /// </summary>
    private string NameOf(TocEntry entry) => entry.Desc != TocDesc.LargeObjectBytes ? toc.Places[entry.DumpId].FileName!
        : toc.Header.Version.Minor < ArchiveVersion.Newest.Minor ? "blobs.toc"
        : string.Create(CultureInfo.InvariantCulture, $"blobs_{entry.DumpId}.toc");

    private static IEnumerable<string> Lines(ArchiveStream stream)
    {
        var line = new StringBuilder();
        var buffer = new byte[4096];
        while (stream.Read(buffer) is > 0 and var read)
        {
            foreach (var one in buffer.AsSpan(0, read).ToArray())
            {
                if (one != '\n')
                {
                    if (line.Length >= LongestLine) throw stream.Damaged("a line of the list of large objects is too long");
                    line.Append((char)one);
                    continue;
                }

                yield return line.ToString();
                line.Clear();
            }
        }

        if (line.Length > 0) throw stream.Damaged("the list of large objects ends in the middle of a line");
    }

    private ArchiveStream Open(string name, long offset)
    {
        var file = Find(name) ?? throw ArchiveErrors.Damaged(folder.Path, offset, $"its file {name} is missing");
        return Decompression.OfFile(new FileStretch(folder.Open(file.Name)), file.Compression);
    }

    /// <summary>The file of that name, or with what a compression adds to it, whatever the header says.</summary>
    private (string Name, ArchiveCompression Compression)? Find(string name)
    {
        foreach (var (suffix, compression) in ArchiveFileNames.Suffixes)
        {
            if (folder.LengthOf(name + suffix) is not null) return (name + suffix, compression);
        }

        return null;
    }
}
