using System.Buffers.Binary;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Copy;

/// <summary>
/// Counts the rows of a COPY stream as its bytes pass by, in pieces of any size.
/// The driver's raw streams do not tell the server's own count.
/// </summary>
internal sealed class CopyRowCounter(RowFormat format)
{
    private const int SignatureLength = 11;

    /// <summary>Bytes still to pass over: the signature and flags at first, then the rest of a field.</summary>
    private long skip = format == RowFormat.Binary ? SignatureLength + sizeof(int) : 0;

    private Expected expected = format == RowFormat.Binary ? Expected.ExtensionLength : Expected.Text;
    private int fieldsLeft;

    /// <summary>The bytes of a number that straddles two pieces.</summary>
    private int partial;

    private int partialLength;

    /// <summary>The rows that have wholly passed.</summary>
    public long Rows { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (expected == Expected.Text) Rows += bytes.Count((byte)'\n');
        else AddBinary(bytes);
    }

    private void AddBinary(ReadOnlySpan<byte> bytes)
    {
        var position = 0;
        while (true)
        {
            if (skip > 0)
            {
                var step = (int)Math.Min(skip, bytes.Length - position);
                position += step;
                skip -= step;
                if (skip > 0) return;
            }

            if (expected == Expected.FieldLength && fieldsLeft == 0)
            {
                Rows++;
                expected = Expected.FieldCount;
            }

            if (!TryReadNumber(bytes, ref position, expected == Expected.FieldCount ? sizeof(short) : sizeof(int), out var number)) return;
            Accept(number);
        }
    }

    private void Accept(int number)
    {
        switch (expected)
        {
            case Expected.ExtensionLength:
                skip = number;
                expected = Expected.FieldCount;
                break;
            case Expected.FieldCount when number == -1:
                // The trailer; nothing follows it.
                skip = long.MaxValue;
                break;
            case Expected.FieldCount:
                fieldsLeft = number;
                expected = Expected.FieldLength;
                break;
            default:
                fieldsLeft--;
                skip = Math.Max(number, 0);
                break;
        }
    }

    private bool TryReadNumber(ReadOnlySpan<byte> bytes, ref int position, int length, out int number)
    {
        if (partialLength == 0 && bytes.Length - position >= length)
        {
            var here = bytes[position..];
            number = length == sizeof(short) ? BinaryPrimitives.ReadInt16BigEndian(here) : BinaryPrimitives.ReadInt32BigEndian(here);
            position += length;
            return true;
        }

        while (position < bytes.Length && partialLength < length)
        {
            partial = (partial << 8) | bytes[position++];
            partialLength++;
        }

        number = length == sizeof(short) ? (short)partial : partial;
        if (partialLength < length) return false;
        partial = 0;
        partialLength = 0;
        return true;
    }

    private enum Expected
    {
        Text,
        ExtensionLength,
        FieldCount,
        FieldLength,
    }
}
