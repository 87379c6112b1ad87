using System.Text;

namespace PgMigrate.Engine.Archives;

/// <summary>Reads what an archive says of itself (PostgreSQL, pg_backup_archiver.c, ReadHead).</summary>
internal static class ArchiveHeaderReader
{
    /// <summary>The largest size of an integer that pg_restore takes.</summary>
    private const int LargestSize = 32;

    public static ReadOnlySpan<byte> Magic => "PGDMP"u8;

    /// <summary>Reads the header; the reader stands at the table of contents then, and knows the archive's sizes.</summary>
    public static ArchiveHeader Read(ArchiveReader reader)
    {
        foreach (var expected in Magic)
        {
            if (reader.ReadByte("the header") == expected) continue;
            throw ArchiveErrors.NotRecognized(
                reader.Bytes.File, "it does not begin with PGDMP", "Name the file or folder that pg_dump or Export-PgDatabase wrote.");
        }

        var version = ReadVersion(reader);
        reader.IntegerSize = ReadSize(reader, "the size of integers");
        reader.OffsetSize = ReadSize(reader, "the size of offsets");
        var format = ReadFormat(reader);
        var compression = ReadCompression(reader, version);
        var created = ReadTime(reader);
        // The archive's character set is known only later.
        reader.Encoding = Encoding.UTF8;
        var header = new ArchiveHeader
        {
            Version = version,
            IntegerSize = reader.IntegerSize,
            OffsetSize = reader.OffsetSize,
            Format = format,
            Compression = compression,
            CreatedAt = created,
            Database = reader.ReadText("the database's name"),
            ServerVersion = reader.ReadText("the server's version"),
            DumperVersion = reader.ReadText("the version of the program that wrote it"),
        };
        reader.Encoding = ArchiveEncodings.Utf8;
        return header;
    }

    private static ArchiveVersion ReadVersion(ArchiveReader reader)
    {
        var offset = reader.Bytes.Offset;
        var (major, version) = (reader.ReadByte("the version"), new ArchiveVersion(reader.ReadByte("the version"), reader.ReadByte("the version")));
        if (major == 1 && version.Minor >= ArchiveVersion.Oldest.Minor && version.Minor <= ArchiveVersion.Newest.Minor) return version;
        var isOld = major < 1 || (major == 1 && version.Minor < ArchiveVersion.Oldest.Minor);
        throw ArchiveErrors.VersionUnsupported(
            reader.Bytes.File, offset, FormattableString.Invariant($"{major}.{version.Minor}"),
            isOld ? "Restore it into a server with pg_restore, and copy the database from there." : "Dump the database again with pg_dump 18 or older, or with Export-PgDatabase.");
    }

    private static int ReadSize(ArchiveReader reader, string what)
    {
        var size = reader.ReadByte(what);
        return size is > 0 and <= LargestSize ? size : throw reader.Bytes.Damaged($"{what} is {size}");
    }

    private static ArchiveFormat ReadFormat(ArchiveReader reader)
    {
        const byte Custom = 1, Tar = 3;
        return reader.ReadByte("the format") switch
        {
            Custom => ArchiveFormat.Custom,
            Tar => ArchiveFormat.Tar,
            var other => throw reader.Bytes.Damaged($"it has the unknown format {other}"),
        };
    }

    private static ArchiveCompression ReadCompression(ArchiveReader reader, ArchiveVersion version)
    {
        const string What = "the compression";
        if (version.Minor < ArchiveVersion.WithAlgorithm.Minor) return reader.ReadInteger(What) == 0 ? ArchiveCompression.None : ArchiveCompression.Gzip;
        var algorithm = (ArchiveCompression)reader.ReadByte(What);
        return Enum.IsDefined(algorithm) ? algorithm : throw reader.Bytes.Damaged($"it has the unknown compression {(int)algorithm}");
    }

    /// <summary>C's struct tm.</summary>
    private static DateTime ReadTime(ArchiveReader reader)
    {
        const string What = "the time of its making";
        var offset = reader.Bytes.Offset;
        var parts = new int[7];
        for (var part = 0; part < parts.Length; part++) parts[part] = reader.ReadInteger(What);
        try
        {
            // A minute can have a 61st second.
            return new(1900 + parts[5], parts[4] + 1, parts[3], parts[2], parts[1], Math.Min(parts[0], 59), DateTimeKind.Unspecified);
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw ArchiveErrors.Damaged(reader.Bytes.File, offset, $"{What} is no time", error);
        }
    }
}
