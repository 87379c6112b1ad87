using System.Globalization;
using System.Text;

namespace PgMigrate.Engine.Archives;

/// <summary>Reads an archive's numbers and texts (PostgreSQL, pg_backup_archiver.c, ReadInt, ReadStr, ReadOffset).</summary>
internal sealed class ArchiveReader(ByteReader bytes) : IDisposable
{
    /// <summary>The bytes of an integer, without its sign.</summary>
    public int IntegerSize { get; set; } = 4;

    /// <summary>The bytes of a file position.</summary>
    public int OffsetSize { get; set; } = 8;

    /// <summary>How texts are written.</summary>
    public Encoding Encoding { get; set; } = ArchiveEncodings.Utf8;

    public ByteReader Bytes => bytes;

    public byte ReadByte(string what) => bytes.ReadByte(what);

    public int ReadInteger(string what)
    {
        var isNegative = bytes.ReadByte(what) != 0;
        var magnitude = ReadUnsigned(IntegerSize, what);
        if (magnitude > (isNegative ? 1UL << 31 : int.MaxValue)) throw bytes.Damaged($"{what} is too large a number");
        return (int)(isNegative ? -(long)magnitude : (long)magnitude);
    }

    /// <summary>An OID, which archives keep as a signed number.</summary>
    public uint ReadOid(string what) => unchecked((uint)ReadInteger(what));

    /// <summary>A text; null is another than an empty one.</summary>
    public string? ReadText(string what)
    {
        var length = ReadInteger(what);
        if (length < -1) throw bytes.Damaged($"{what} has a length of {length}");
        return length switch
        {
            -1 => null,
            0 => "",
            _ => bytes.ReadText(length, Encoding, what),
        };
    }

    /// <summary>A number that is written as text.</summary>
    public uint ReadDecimal(string what)
    {
        var text = ReadText(what);
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw bytes.Damaged($"{what} is no number");
    }

    /// <summary>A file position with its flag; null where it was not set, -1 where the entry has no data.</summary>
    public long? ReadOffset(string what)
    {
        const byte NotSet = 1, Set = 2, NoData = 3;
        var flag = bytes.ReadByte(what);
        var value = ReadUnsigned(OffsetSize, what);
        return flag switch
        {
            NotSet => null,
            Set => value <= long.MaxValue ? (long)value : throw bytes.Damaged($"{what} is too large a number"),
            NoData => -1,
            _ => throw bytes.Damaged($"{what} has the unknown flag {flag}"),
        };
    }

    public void Dispose() => bytes.Dispose();

    private ulong ReadUnsigned(int size, string what)
    {
        var value = 0UL;
        for (var place = 0; place < size; place++)
        {
            var one = bytes.ReadByte(what);
            if (place < sizeof(ulong)) value |= (ulong)one << (8 * place);
            else if (one != 0) throw bytes.Damaged($"{what} is too large a number");
        }

        return value;
    }
}
