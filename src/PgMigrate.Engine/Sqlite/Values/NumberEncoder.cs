using System.Buffers.Text;
using PgMigrate.Engine.Copy;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Writes integers, reals and decimal text as numbers, times, booleans or text.</summary>
internal static class NumberEncoder
{
    /// <summary>PostgreSQL's timestamps: 4714-11-24 BC up to, not including, 294277-01-01, in microseconds from 2000-01-01.</summary>
    private const long FirstMicrosecond = -211_813_488_000_000_000;
    private const long EndMicrosecond = 9_223_371_331_200_000_000;
    private const long EpochSeconds = 946_684_800;
    private const double EpochJulianDay = 2_451_544.5;
    private const long LargestExactInteger = 1L << 53;

    public static BadValue WriteInteger(CopyBinaryWriter writer, long value, in ColumnEncoding column)
    {
        switch (column.Conversion)
        {
            case ValueConversion.BigInt:
                writer.WriteInt64(value);
                return BadValue.None;
            case ValueConversion.Integer:
                if (value != (int)value) return BadValue.OutOfRange;
                writer.WriteInt32((int)value);
                return BadValue.None;
            case ValueConversion.SmallInt:
                if (value != (short)value) return BadValue.OutOfRange;
                writer.WriteInt16((short)value);
                return BadValue.None;
            case ValueConversion.Boolean:
                if (value is not (0 or 1)) return BadValue.NotBoolean;
                writer.WriteBoolean(value == 1);
                return BadValue.None;
            case ValueConversion.Double:
                if (!IsExact(value)) return BadValue.Inexact;
                writer.WriteDouble(value);
                return BadValue.None;
            case ValueConversion.Numeric when IsExact(value):
                if (Math.Abs((double)value) >= column.WholeLimit) return BadValue.TooManyDigits;
                writer.WriteNumeric(value);
                return BadValue.None;
            case ValueConversion.Numeric or ValueConversion.Text:
                Span<byte> digits = stackalloc byte[20];
                _ = Utf8Formatter.TryFormat(value, digits, out var length);
                return WriteDigits(writer, digits[..length], column);
            case ValueConversion.EpochSeconds:
                return WriteTime(writer, (value - (Int128)EpochSeconds) * 1_000_000, column);
            case ValueConversion.EpochMilliseconds:
                return WriteTime(writer, (value - ((Int128)EpochSeconds * 1000)) * 1000, column);
            case ValueConversion.JulianDay:
                return WriteReal(writer, value, column);
            default:
                return BadValue.WrongStorage;
        }
    }

    public static BadValue WriteReal(CopyBinaryWriter writer, double value, in ColumnEncoding column)
    {
        if (column.Conversion == ValueConversion.Double)
        {
            writer.WriteDouble(value);
            return BadValue.None;
        }

        if (!double.IsFinite(value)) return BadValue.Infinite;
        switch (column.Conversion)
        {
            case ValueConversion.Numeric when RealText.TryShorten(value, out var unscaled, out var scale):
                if (scale > column.MaxScale || Math.Abs(value) >= column.WholeLimit) return BadValue.TooManyDigits;
                writer.WriteNumeric(unscaled, scale);
                return BadValue.None;
            case ValueConversion.Numeric or ValueConversion.Text:
                Span<byte> digits = stackalloc byte[40];
                return WriteDigits(writer, RealText.Format(value, digits), column);
            case ValueConversion.BigInt or ValueConversion.Integer or ValueConversion.SmallInt:
                if (value != Math.Floor(value)) return BadValue.HasFraction;
                return Math.Abs(value) <= LargestExactInteger ? WriteInteger(writer, (long)value, column) : BadValue.OutOfRange;
            case ValueConversion.EpochSeconds:
                return WriteRoundedTime(writer, (value - EpochSeconds) * 1e6, 1, column);
            case ValueConversion.EpochMilliseconds:
                return WriteRoundedTime(writer, (value - (EpochSeconds * 1000.0)) * 1e3, 1, column);
            case ValueConversion.JulianDay:
                // SQLite itself counts Julian days in milliseconds (sqlite.org/lang_datefunc.html); a double holds little more.
                return WriteRoundedTime(writer, (value - EpochJulianDay) * 86_400_000, 1000, column);
            default:
                return BadValue.WrongStorage;
        }
    }

    public static BadValue WriteDecimal(CopyBinaryWriter writer, ReadOnlySpan<byte> text, in ColumnEncoding column)
    {
        if (!DecimalText.TryParse(text, out var value)) return BadValue.NotNumeric;
        if (value.WholeDigits > column.MaxWholeDigits || value.SignificantScale > column.MaxScale) return BadValue.TooManyDigits;
        return writer.TryWriteNumeric(value) ? BadValue.None : BadValue.TooManyDigits;
    }

    /// <summary>
    /// An INTEGER written as text, as a TEXT column holds it that references an INTEGER key: only in the one form that reads back as the same text.
    /// </summary>
    public static BadValue WriteIntegerText(CopyBinaryWriter writer, ReadOnlySpan<byte> text, in ColumnEncoding column)
    {
        Span<byte> digits = stackalloc byte[20];
        return Utf8Parser.TryParse(text, out long value, out _) && Utf8Formatter.TryFormat(value, digits, out var length) && text.SequenceEqual(digits[..length])
            ? WriteInteger(writer, value, column)
            : BadValue.WrongStorage;
    }

    /// <summary>Whether double precision holds the integer exactly.</summary>
    public static bool IsExact(long value)
        => value is >= -LargestExactInteger and <= LargestExactInteger || (Int128)(double)value == value;

    private static BadValue WriteDigits(CopyBinaryWriter writer, ReadOnlySpan<byte> digits, in ColumnEncoding column)
    {
        if (column.Conversion == ValueConversion.Numeric) return WriteDecimal(writer, digits, column);
        if (digits.Length > column.MaxCharacters) return BadValue.TooLong;
        writer.WriteBytes(digits);
        return BadValue.None;
    }

    private static BadValue WriteRoundedTime(CopyBinaryWriter writer, double count, long microseconds, in ColumnEncoding column)
        => Math.Abs(count) < 1e19
            ? WriteTime(writer, (Int128)Math.Round(count) * microseconds, column)
            : BadValue.OutOfRange;

    private static BadValue WriteTime(CopyBinaryWriter writer, Int128 microseconds, in ColumnEncoding column)
    {
        if (microseconds < FirstMicrosecond || microseconds >= EndMicrosecond) return BadValue.OutOfRange;
        var value = (long)microseconds;
        if (value % column.Unit != 0) return BadValue.TooFine;
        writer.WriteMicroseconds(value);
        return BadValue.None;
    }
}
