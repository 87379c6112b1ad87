using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace PgMigrate.Engine.Copy;

/// <summary>
/// Prints values of COPY's binary format as COPY's text: those of the types that columns of a SQLite file get (see <see cref="Sqlite.ValueConversion"/>).
/// </summary>
internal static class BinaryText
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>2000-01-01, counted in days from 1970-01-01.</summary>
    private const long Epoch = 10957;

    private static readonly SearchValues<byte> Special = SearchValues.Create("\\\b\f\n\r\t\v"u8);

    /// <summary>Writes a value that is not null.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="type">The type, as <c>format_type</c> prints it.</param>
    /// <param name="field">The value's bytes.</param>
    public static void Write(IBufferWriter<byte> output, string type, ReadOnlySpan<byte> field)
    {
        switch (WithoutModifier(type))
        {
            case "smallint": Print(output, BinaryPrimitives.ReadInt16BigEndian(field)); break;
            case "integer": Print(output, BinaryPrimitives.ReadInt32BigEndian(field)); break;
            case "bigint": Print(output, BinaryPrimitives.ReadInt64BigEndian(field)); break;
            case "double precision": Print(output, BinaryPrimitives.ReadDoubleBigEndian(field)); break;
            case "numeric": Numeric(output, field); break;
            case "boolean": output.Write(field[0] == 0 ? "f"u8 : "t"u8); break;
            case "bytea": Hexadecimal(output, field); break;
            case "uuid": Say(output, new Guid(field, bigEndian: true).ToString()); break;
            case "jsonb": Escape(output, field[1..]); break;
            case "text" or "character varying" or "character" or "json": Escape(output, field); break;
            case "date": Say(output, Date(BinaryPrimitives.ReadInt32BigEndian(field), "")); break;
            case "time without time zone": Say(output, Time(BinaryPrimitives.ReadInt64BigEndian(field))); break;
            case "timestamp without time zone": Say(output, Timestamp(BinaryPrimitives.ReadInt64BigEndian(field), "")); break;
            case "timestamp with time zone": Say(output, Timestamp(BinaryPrimitives.ReadInt64BigEndian(field), "+00")); break;
            default: throw new NotSupportedException($"Values of the type {type} have no text here.");
        }
    }

    private static string WithoutModifier(string type)
    {
        var open = type.IndexOf('(', StringComparison.Ordinal);
        return open < 0 ? type : type[..open] + type[(type.IndexOf(')', open) + 1)..];
    }

    private static void Print(IBufferWriter<byte> output, long value)
    {
        var room = output.GetSpan(20);
        value.TryFormat(room, out var length, default, CultureInfo.InvariantCulture);
        output.Advance(length);
    }

    /// <summary>The shortest digits that give the same number.</summary>
    private static void Print(IBufferWriter<byte> output, double value) => Say(
        output,
        double.IsPositiveInfinity(value) ? "Infinity" : double.IsNegativeInfinity(value) ? "-Infinity" : value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Digits by four, of which the first has that weight; then as many behind the point as are shown (PostgreSQL, numeric.c).</summary>
    private static void Numeric(IBufferWriter<byte> output, ReadOnlySpan<byte> field)
    {
        const ushort Negative = 0x4000;
        var (groups, weight) = (BinaryPrimitives.ReadInt16BigEndian(field), BinaryPrimitives.ReadInt16BigEndian(field[2..]));
        var (sign, scale) = (BinaryPrimitives.ReadUInt16BigEndian(field[4..]), BinaryPrimitives.ReadUInt16BigEndian(field[6..]));
        var digits = field[8..].ToArray();
        var text = new StringBuilder();
        if (sign == Negative) text.Append('-');
        if (weight < 0) text.Append('0');
        for (var place = 0; place <= weight; place++)
        {
            text.Append(Group(place).ToString(place == 0 ? "0" : "0000", CultureInfo.InvariantCulture));
        }

        if (scale > 0)
        {
            var fraction = new StringBuilder();
            for (var place = weight + 1; fraction.Length < scale; place++) fraction.Append(CultureInfo.InvariantCulture, $"{Group(place):0000}");
            // Groups between the point and the first one are zeros.
            text.Append('.').Append(fraction.ToString(), 0, scale);
        }

        Say(output, text.ToString());

        int Group(int place) => place < 0 || place >= groups ? 0 : BinaryPrimitives.ReadUInt16BigEndian(digits.AsSpan(place * 2));
    }

    private static void Hexadecimal(IBufferWriter<byte> output, ReadOnlySpan<byte> field)
    {
        const int Step = 16 * 1024;
        output.Write("\\\\x"u8);
        for (; !field.IsEmpty; field = field[Math.Min(Step, field.Length)..])
        {
            Say(output, Convert.ToHexString(field[..Math.Min(Step, field.Length)]).ToLowerInvariant());
        }
    }

    private static void Escape(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        while (text.IndexOfAny(Special) is >= 0 and var place)
        {
            output.Write(text[..place]);
            output.Write([(byte)'\\', Code(text[place])]);
            text = text[(place + 1)..];
        }

        output.Write(text);
    }

    private static byte Code(byte special) => special switch
    {
        (byte)'\b' => (byte)'b',
        (byte)'\f' => (byte)'f',
        (byte)'\n' => (byte)'n',
        (byte)'\r' => (byte)'r',
        (byte)'\t' => (byte)'t',
        (byte)'\v' => (byte)'v',
        _ => special,
    };

    private static string Timestamp(long microseconds, string zone)
    {
        var days = Math.DivRem(microseconds, MicrosecondsPerDay, out var time);
        if (time < 0) (days, time) = (days - 1, time + MicrosecondsPerDay);
        return Date(days, $" {Time(time)}{zone}");
    }

    private static string Time(long microseconds)
    {
        var (seconds, rest) = Math.DivRem(microseconds, 1_000_000);
        var text = string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
        return rest == 0 ? text : text + string.Create(CultureInfo.InvariantCulture, $".{rest:000000}").TrimEnd('0');
    }

    /// <summary>
    /// A day of the Gregorian calendar, also before there was one, with what stands behind it before BC (Howard Hinnant, chrono-compatible low-level
    /// date algorithms, civil_from_days).
    /// </summary>
    private static string Date(long days, string rest)
    {
        var shifted = days + Epoch + 719_468;
        var era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097;
        var dayOfEra = shifted - (era * 146_097);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var shiftedMonth = ((5 * dayOfYear) + 2) / 153;
        var day = dayOfYear - (((153 * shiftedMonth) + 2) / 5) + 1;
        var month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        var year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
        return string.Create(CultureInfo.InvariantCulture, $"{(year > 0 ? year : 1 - year):0000}-{month:00}-{day:00}{rest}{(year > 0 ? "" : " BC")}");
    }

    private static void Say(IBufferWriter<byte> output, string text) => Encoding.ASCII.GetBytes(text, output);
}
