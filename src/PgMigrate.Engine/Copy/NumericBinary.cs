using System.Buffers.Binary;

namespace PgMigrate.Engine.Copy;

/// <summary>
/// numeric's binary form (PostgreSQL, numeric.c, numeric_recv): count of base-10000 digits, weight of the first, sign, display scale, digits.
/// </summary>
internal static class NumericBinary
{
    /// <summary>The longest value that numeric_recv takes, in base-10000 digits (NUMERIC_MAX_PRECISION + NUMERIC_MAX_RESULT_SCALE).</summary>
    public const int MaxGroups = 3000;

    private const int MaxWholeDigits = 131072;
    private const int MaxScale = 16383;
    private const int HeaderLength = 8;
    private const ushort Negative = 0x4000;

    private static ReadOnlySpan<ulong> Powers => [1, 10, 100, 1000];

    /// <summary>Writes value / 10^scale.</summary>
    public static void Write(CopyBinaryWriter writer, long value, int scale = 0)
    {
        Span<ushort> groups = stackalloc ushort[8];
        // Through ulong, because -long.MinValue is no long.
        var isNegative = value < 0;
        var digits = isNegative ? 0 - (ulong)value : (ulong)value;
        var padding = (4 - (scale & 3)) & 3;
        var count = 0;
        if (padding > 0)
        {
            // The last group holds the digits that remain of a scale that is no multiple of four.
            var part = Powers[4 - padding];
            groups[count++] = (ushort)(digits % part * Powers[padding]);
            digits /= part;
        }

        for (; digits != 0; digits /= 10000) groups[count++] = (ushort)(digits % 10000);
        var weight = count - 1 - ((scale + padding) / 4);
        var zeros = 0;
        while (zeros < count && groups[zeros] == 0) zeros++;
        while (count > zeros && groups[count - 1] == 0)
        {
            count--;
            weight--;
        }

        var field = writer.Field(HeaderLength + ((count - zeros) * 2));
        WriteHead(field, count - zeros, count == zeros ? 0 : weight, isNegative, scale);
        for (field = field[HeaderLength..]; count > zeros; field = field[2..]) BinaryPrimitives.WriteUInt16BigEndian(field, groups[--count]);
    }

    public static bool TryWrite(CopyBinaryWriter writer, in DecimalText value)
    {
        if (value.WholeDigits > MaxWholeDigits || value.Scale > MaxScale) return false;
        if (value.IsZero)
        {
            WriteHead(writer.Field(HeaderLength), 0, 0, false, value.Scale);
            return true;
        }

        // Groups of four are aligned with the decimal point, so the first and the last may be short.
        var weight = FloorDivide(value.WholeDigits - 1, 4);
        var lead = value.WholeDigits - (weight * 4);
        var digits = value.End - value.First;
        var groups = 1 + ((Math.Max(0, digits - lead) + 3) / 4);
        if (groups > MaxGroups) return false;

        var field = writer.Field(HeaderLength + (groups * 2));
        WriteHead(field, groups, weight, value.IsNegative, value.Scale);
        WriteGroups(field[HeaderLength..], value, lead);
        return true;
    }

    private static void WriteGroups(Span<byte> field, in DecimalText value, int lead)
    {
        var index = value.First;
        for (var size = lead; !field.IsEmpty; size = 4, field = field[2..])
        {
            var group = 0;
            for (var digit = 0; digit < size; digit++, index++) group = (group * 10) + (index < value.End ? value[index] : 0);
            BinaryPrimitives.WriteUInt16BigEndian(field, (ushort)group);
        }
    }

    private static void WriteHead(Span<byte> field, int groups, int weight, bool isNegative, int scale)
    {
        BinaryPrimitives.WriteUInt16BigEndian(field, (ushort)groups);
        BinaryPrimitives.WriteInt16BigEndian(field[2..], (short)weight);
        BinaryPrimitives.WriteUInt16BigEndian(field[4..], isNegative ? Negative : (ushort)0);
        BinaryPrimitives.WriteUInt16BigEndian(field[6..], (ushort)scale);
    }

    private static int FloorDivide(int value, int by) => (value - (((value % by) + by) % by)) / by;
}
