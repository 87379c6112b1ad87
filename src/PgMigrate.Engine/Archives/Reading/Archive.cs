using System.Buffers;
using System.Security.Cryptography;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// An archive of pg_dump's, or Export-PgDatabase's. It holds no file open: each stream has its own, so that several can be read at once.
/// </summary>
internal sealed class Archive
{
    /// <summary>A table of contents that is compressed is read into memory.</summary>
    private const int LargestCompressedToc = 32 * 1024 * 1024;

    private readonly IArchiveLayout layout;
    private readonly ArchiveToc toc;

    private Archive(string path, ArchiveFormat format, ArchiveToc toc, IArchiveLayout layout, string tocHash)
    {
        (Path, Format, this.toc, this.layout, TocHash) = (path, format, toc, layout, tocHash);
        Entries = [.. toc.Entries.Select(entry => entry.HasData ? entry with { DataBytes = layout.SizeOf(entry) } : entry)];
    }

    public string Path { get; }

    public ArchiveFormat Format { get; }

    public ArchiveHeader Header => toc.Header;

    /// <summary>PostgreSQL's name of the character set that its text is in; texts of entries are decoded already.</summary>
    public string Encoding => toc.Encoding;

    /// <summary>What it holds, in its order, with the entries that only say how the others are meant.</summary>
    public IReadOnlyList<TocEntry> Entries { get; }

    /// <summary>A hash (SHA-256) of header and table of contents.</summary>
    public string TocHash { get; }

    /// <summary>The format of a file or folder; <see cref="ArchiveFormat.Plain"/> for a text, which this class does not read.</summary>
    /// <exception cref="MigrationException">ArchiveNotFound, ArchiveNotRecognized, ArchiveUnreadable.</exception>
    public static ArchiveFormat Detect(string path) => ArchiveRecognition.Detect(path);

    /// <summary>Reads header and table of contents.</summary>
    /// <exception cref="MigrationException">
    /// ArchiveNotFound, ArchiveNotRecognized, ArchiveUnreadable, ArchiveVersionUnsupported, ArchiveDamaged, ArchiveUnsafe,
    /// ArchiveEncodingUnsupported, CompressionUnavailable.
    /// </exception>
    public static Task<Archive> OpenAsync(string path, CancellationToken cancellationToken) => Task.Run(() => Open(path, cancellationToken), cancellationToken);

    /// <summary>The same, by the thread that asks.</summary>
    public static Archive Open(string path, CancellationToken cancellationToken)
    {
        path = System.IO.Path.GetFullPath(path);
        var format = Detect(path);
        if (format == ArchiveFormat.Plain) throw ArchiveErrors.NotRecognized(path, "it is a script", "Run it with psql, or import it as a script.");
        if (format == ArchiveFormat.Custom)
        {
            var (toc, hash) = ReadToc(() => FileBytes.Open(path), hasFiles: false, cancellationToken);
            return new(path, format, toc, CustomLayout.Open(path, toc, cancellationToken), hash);
        }
        else
        {
            IArchiveFolder folder = format == ArchiveFormat.Directory ? new DiskFolder(path) : TarFolder.Open(path, cancellationToken);
            var (name, compression) = ArchiveRecognition.FindToc(folder) ?? throw ArchiveErrors.NotRecognized(
                path, "the tar file has no table of contents", "Name the file that pg_dump --format=tar wrote.");
            var (toc, hash) = ReadToc(() => OpenToc(folder, name, compression), hasFiles: true, cancellationToken);
            return new(path, format, toc, new FileLayout(folder, toc), hash);
        }
    }

    /// <summary>The rows of a TABLE DATA entry: COPY's text with its end, or INSERT statements where it has no COPY statement.</summary>
    public ArchiveStream OpenData(TocEntry entry) => layout.OpenRows(entry);

    /// <summary>The large objects whose bytes belong to a BLOBS entry.</summary>
    public IEnumerable<LargeObjectPlace> LargeObjectsOf(TocEntry entry, CancellationToken cancellationToken) => layout.LargeObjectsOf(entry, cancellationToken);

    /// <summary>The bytes of a large object.</summary>
    public ArchiveStream OpenLargeObject(LargeObjectPlace place) => layout.OpenLargeObject(place);

    /// <summary>The place of an entry in the table of contents, for errors.</summary>
    public long OffsetOf(TocEntry entry) => toc.Places.TryGetValue(entry.DumpId, out var place) ? place.TocOffset : 0;

    /// <summary>Requires that the data of an entry can be decompressed on this machine.</summary>
    /// <exception cref="MigrationException">CompressionUnavailable.</exception>
    public void RequireDecompressible(TocEntry entry)
    {
        var compression = layout.CompressionOf(entry);
        if (Decompression.MissingLibrary(compression) is not { } library) return;
        throw ArchiveErrors.CompressionUnavailable(Path, OffsetOf(entry), compression.ToString().ToLowerInvariant(), library);
    }

    private static (ArchiveToc Toc, string Hash) ReadToc(Func<ArchiveBytes> open, bool hasFiles, CancellationToken cancellationToken)
    {
        ArchiveToc toc;
        using (var reader = new ArchiveReader(new(open()))) toc = ArchiveTocReader.Read(reader, hasFiles, cancellationToken);
        using var bytes = open();
        return (toc, Hash(bytes, toc.End));
    }

    private static ArchiveBytes OpenToc(IArchiveFolder folder, string name, ArchiveCompression compression)
    {
        var bytes = folder.Open(name);
        if (compression == ArchiveCompression.None) return bytes;
        using var stream = Decompression.OfFile(new FileStretch(bytes), compression);
        using var whole = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (stream.Read(buffer) is > 0 and var read)
        {
            if (whole.Length + read > LargestCompressedToc) throw stream.Damaged("the table of contents is larger than any");
            whole.Write(buffer, 0, read);
        }

        return new MemoryBytes(stream.File, whole.GetBuffer(), (int)whole.Length);
    }

    private static string Hash(ArchiveBytes bytes, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        for (long position = 0; position < length;)
        {
            var read = bytes.Read(position, buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - position)));
            if (read == 0) break;
            hash.AppendData(buffer, 0, read);
            position += read;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
