namespace PgMigrate.Engine.Archives;

/// <summary>Tells an archive's format from what it holds, never from its name.</summary>
internal static class ArchiveRecognition
{
    private const string TocName = "toc.dat";
    private const int LookedAt = 4096;

    /// <exception cref="MigrationException">ArchiveNotFound, ArchiveNotRecognized, ArchiveUnreadable.</exception>
    public static ArchiveFormat Detect(string path)
    {
        if (Directory.Exists(path))
        {
            return FindToc(new DiskFolder(path)) is not null ? ArchiveFormat.Directory : throw ArchiveErrors.NotRecognized(
                path, $"the folder has no {TocName}", "Name the folder that pg_dump --format=directory wrote.");
        }

        using var bytes = FileBytes.Open(path);
        var start = new byte[LookedAt];
        var length = 0;
        while (bytes.Read(length, start.AsSpan(length)) is > 0 and var read) length += read;
        return Detect(path, start.AsSpan(0, length));
    }

    /// <summary>How a file is compressed as a whole, by its first bytes.</summary>
    public static ArchiveCompression CompressionOf(ReadOnlySpan<byte> start) => start switch
    {
        [0x1F, 0x8B, ..] => ArchiveCompression.Gzip,
        [0x04, 0x22, 0x4D, 0x18, ..] => ArchiveCompression.Lz4,
        [0x28, 0xB5, 0x2F, 0xFD, ..] => ArchiveCompression.Zstd,
        _ => ArchiveCompression.None,
    };

    /// <summary>The name and compression of a folder's table of contents; null where there is none.</summary>
    public static (string Name, ArchiveCompression Compression)? FindToc(IArchiveFolder folder)
    {
        foreach (var (suffix, compression) in ArchiveFileNames.Suffixes)
        {
            if (folder.LengthOf(TocName + suffix) is not null) return (TocName + suffix, compression);
        }

        return null;
    }

    private static ArchiveFormat Detect(string path, ReadOnlySpan<byte> start)
    {
        const int FormatPlace = 10;
        const byte Tar = 3;
        if (start.StartsWith(ArchiveHeaderReader.Magic))
        {
            return start.Length <= FormatPlace || start[FormatPlace] != Tar ? ArchiveFormat.Custom : throw ArchiveErrors.NotRecognized(
                path, "it is the table of contents of one that is a folder", "Name the folder that it is in.");
        }

        if (TarMembers.IsHeader(start)) return ArchiveFormat.Tar;
        // Windows PowerShell writes what a program prints in UTF-16, behind a mark of its order of bytes.
        if (start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) return ArchiveFormat.Plain;
        // A script may be compressed as a whole.
        if (CompressionOf(start) != ArchiveCompression.None) return ArchiveFormat.Plain;
        return !start.Contains((byte)0) ? ArchiveFormat.Plain : throw ArchiveErrors.NotRecognized(
            path, "it is neither an archive of pg_dump nor a script", "Name the file or folder that pg_dump or Export-PgDatabase wrote.");
    }
}
