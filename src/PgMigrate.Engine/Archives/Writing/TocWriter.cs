using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// Writes an archive's header and table of contents (PostgreSQL, pg_backup_archiver.c, WriteHead and WriteToc), versions 1.14 to 1.16.
/// </summary>
internal sealed class TocWriter(ArchiveVersion version)
{
    private const byte MajorVersion = 1;
    private const byte CustomFormat = 1;

    /// <summary>A folder's table of contents says it is a tar's, so that a tar of the folder is an archive, too.</summary>
    private const byte TarFormat = 3;

    private const byte PositionNotSet = 1;
    private const byte PositionSet = 2;
    private const byte NoData = 3;

    private readonly ArrayBufferWriter<byte> output = new();
    private readonly Dictionary<int, int> offsets = [];

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => output.WrittenMemory;

    /// <summary>Where the offset of an entry's data stands, by its dump id; it is to be written when it is known.</summary>
    public IReadOnlyDictionary<int, int> Offsets => offsets;

    /// <summary>An offset that is known, as it replaces the one that is not.</summary>
    public static byte[] Offset(long position)
    {
        var bytes = new byte[sizeof(byte) + sizeof(long)];
        bytes[0] = PositionSet;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), position);
        return bytes;
    }

    /// <summary>An integer as archives hold it: a byte for its sign, and four of its magnitude.</summary>
    public static void WriteInteger(Span<byte> bytes, int value)
    {
        bytes[0] = value < 0 ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[1..], value < 0 ? 0 - (uint)value : (uint)value);
    }

    public void WriteHeader(ArchiveHeader header)
    {
        output.Write("PGDMP"u8);
        output.Write([MajorVersion, (byte)version.Minor, (byte)version.Revision, (byte)header.IntegerSize, (byte)header.OffsetSize]);
        output.Write([header.Format == ArchiveFormat.Custom ? CustomFormat : TarFormat]);
        if (version.Minor >= ArchiveVersion.WithAlgorithm.Minor) output.Write([(byte)header.Compression]);
        // Older archives tell the level: that of zlib, whatever it is, is -1.
        else Write(header.Compression == ArchiveCompression.None ? 0 : -1);
        var time = header.CreatedAt;
        foreach (var part in new[] { time.Second, time.Minute, time.Hour, time.Day, time.Month - 1, time.Year - 1900 }) Write(part);
        Write(time.Kind != DateTimeKind.Utc && TimeZoneInfo.Local.IsDaylightSavingTime(time) ? 1 : 0);
        Write(header.Database);
        Write(header.ServerVersion);
        Write(header.DumperVersion);
    }

    /// <param name="entries">The entries in restore order.</param>
    /// <param name="fileOf">The name of an entry's file; null for an archive that is one file.</param>
    public void WriteEntries(IReadOnlyList<TocEntry> entries, Func<TocEntry, string>? fileOf)
    {
        Write(entries.Count);
        foreach (var entry in entries)
        {
            Write(entry);
            if (fileOf is not null) Write(fileOf(entry));
            else WriteOffset(entry);
        }
    }

    private void Write(TocEntry entry)
    {
        Write(entry.DumpId);
        Write(entry.HasData ? 1 : 0);
        Write(entry.CatalogTableOid.ToString(CultureInfo.InvariantCulture));
        Write(entry.CatalogOid.ToString(CultureInfo.InvariantCulture));
        Write(entry.Tag);
        Write(entry.Desc);
        Write((int)entry.Section + 1);
        Write(Text(entry.Definition, isKnown: !entry.HasData));
        // The sequence of an identity column is dropped with the column.
        Write(Text(entry.DropStatement, isKnown: entry.Desc == TocDesc.Sequence));
        Write(entry.CopyStatement);
        Write(entry.Namespace);
        Write(entry.Tablespace);
        Write(entry.TableAccessMethod);
        if (version.Minor >= ArchiveVersion.Newest.Minor) Write(entry.Desc is TocDesc.Sequence or TocDesc.TableData ? 0 : entry.RelationKind ?? 0);
        Write(entry.Owner ?? (entry.Desc is TocDesc.Comment or TocDesc.SecurityLabel ? "" : null));
        Write("false"); // WITH OIDS, which ended with PostgreSQL 12.
        foreach (var id in entry.Dependencies) Write(id.ToString(CultureInfo.InvariantCulture));
        Write((string?)null);
    }

    /// <summary>What is empty is not there, but where its kind of entry always has it.</summary>
    private static string? Text(string text, bool isKnown) => text.Length > 0 || isKnown ? text : null;

    private void WriteOffset(TocEntry entry)
    {
        if (entry.HasData) offsets.Add(entry.DumpId, output.WrittenCount);
        output.Write([entry.HasData ? PositionNotSet : NoData]);
        output.Write(stackalloc byte[sizeof(long)]);
    }

    private void Write(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(byte) + sizeof(int)];
        WriteInteger(bytes, value);
        output.Write(bytes);
    }

    private void Write(string? text)
    {
        if (text is null)
        {
            Write(-1);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        Write(bytes.Length);
        output.Write(bytes);
    }
}
