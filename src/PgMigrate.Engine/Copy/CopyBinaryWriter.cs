using System.Buffers.Binary;

namespace PgMigrate.Engine.Copy;

/// <summary>
/// Writes PostgreSQL's binary COPY format (PostgreSQL documentation, COPY, Binary Format) into memory that grows to the largest row.
/// Every value is written in the form that its type's receive function reads.
/// </summary>
internal sealed class CopyBinaryWriter(int capacity = CopyBinaryWriter.DefaultCapacity)
{
    private const int DefaultCapacity = 128 * 1024;

    /// <summary>What a stream begins with: the signature, no flags and no header extension.</summary>
    public static readonly ReadOnlyMemory<byte> Header = new([.. "PGCOPY\n"u8, 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0]);

    /// <summary>What a stream ends with: a row of -1 fields.</summary>
    public static readonly ReadOnlyMemory<byte> Trailer = new([0xFF, 0xFF]);

    private byte[] buffer = new byte[capacity];
    private int position;

    /// <summary>The bytes written since the last <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, position);

    public int Position => position;

    /// <summary>Takes back all that was written after an earlier <see cref="Position"/>.</summary>
    public void Truncate(int length) => position = length;

    /// <summary>Forgets what was written, and gives back the memory that one large row took.</summary>
    public void Clear()
    {
        position = 0;
        if (buffer.Length > 16 * capacity) buffer = new byte[capacity];
    }

    public void WriteHeader() => Header.Span.CopyTo(Reserve(Header.Length));

    public void WriteTrailer() => Trailer.Span.CopyTo(Reserve(Trailer.Length));

    public void StartRow(int columns) => BinaryPrimitives.WriteInt16BigEndian(Reserve(2), checked((short)columns));

    public void WriteNull() => BinaryPrimitives.WriteInt32BigEndian(Reserve(4), -1);

    public void WriteInt16(short value) => BinaryPrimitives.WriteInt16BigEndian(Field(2), value);

    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32BigEndian(Field(4), value);

    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64BigEndian(Field(8), value);

    public void WriteDouble(double value) => BinaryPrimitives.WriteDoubleBigEndian(Field(8), value);

    public void WriteBoolean(bool value) => Field(1)[0] = value ? (byte)1 : (byte)0;

    /// <summary>Writes text, varchar, char, json or bytea: their bytes as they are. Text must be valid UTF-8 without NUL.</summary>
    public void WriteBytes(ReadOnlySpan<byte> value) => value.CopyTo(Field(value.Length));

    /// <summary>Writes jsonb: a version byte, then its text.</summary>
    public void WriteJsonb(ReadOnlySpan<byte> value)
    {
        var field = Field(value.Length + 1);
        field[0] = 1;
        value.CopyTo(field[1..]);
    }

    /// <summary>Writes a uuid in the order in which its text shows the bytes.</summary>
    public void WriteUuid(Guid value) => value.TryWriteBytes(Field(16), bigEndian: true, out _);

    /// <summary>Writes a date as days since 2000-01-01.</summary>
    public void WriteDate(int days) => WriteInt32(days);

    /// <summary>Writes a time as microseconds since midnight, a timestamp or timestamptz as microseconds since 2000-01-01 (UTC).</summary>
    public void WriteMicroseconds(long microseconds) => WriteInt64(microseconds);

    /// <summary>Writes value / 10^scale as numeric; the scale is 0 to 20.</summary>
    public void WriteNumeric(long value, int scale = 0) => NumericBinary.Write(this, value, scale);

    /// <summary>Writes a numeric; false, with nothing written, where the type cannot hold it.</summary>
    public bool TryWriteNumeric(in DecimalText value) => NumericBinary.TryWrite(this, value);

    /// <summary>Opens a field of so many bytes, behind its length.</summary>
    public Span<byte> Field(int length)
    {
        var field = Reserve(4 + length);
        BinaryPrimitives.WriteInt32BigEndian(field, length);
        return field[4..];
    }

    private Span<byte> Reserve(int length)
    {
        if (buffer.Length - position < length) Grow(length);
        var reserved = buffer.AsSpan(position, length);
        position += length;
        return reserved;
    }

    private void Grow(int length)
    {
        // Doubling would cost a large value twice its size.
        var wanted = (long)position + length;
        var size = Math.Min(Array.MaxLength, wanted + Math.Min(wanted, 16 * 1024 * 1024));
        var grown = new byte[Math.Max(size, wanted)];
        Written.CopyTo(grown);
        buffer = grown;
    }
}
