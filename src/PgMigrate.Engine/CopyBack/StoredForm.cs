using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Sqlite;

namespace PgMigrate.Engine.CopyBack;

/// <summary>
/// Turns values of COPY's binary format into those that a SQLite column keeps: the inverse of its <see cref="ValueConversion"/>, in the form that the
/// column's other rows use.
/// </summary>
/// <param name="column">The column and how its values were converted.</param>
/// <param name="sample">Some of its values.</param>
internal sealed class StoredForm(ColumnMapping column, ColumnSample sample)
{
    /// <summary>2000-01-01 in seconds since 1970, and as a Julian day.</summary>
    private const long EpochSeconds = 946_684_800;
    private const double EpochJulianDay = 2_451_544.5;
    private const double MicrosecondsPerDay = 86_400_000_000;

    private readonly ArrayBufferWriter<byte> printed = new();

    /// <summary>The ways to keep a value that is not null, the likeliest first. Which of them the column keeps unchanged, only trying tells.</summary>
    public IReadOnlyList<SqliteValue> Of(ReadOnlySpan<byte> field) => column.Conversion switch
    {
        ValueConversion.SmallInt or ValueConversion.Integer or ValueConversion.BigInt => Whole(Print(field)),
        ValueConversion.Double => Doubles(BinaryPrimitives.ReadDoubleBigEndian(field)),
        ValueConversion.Numeric => Numbers(Print(field)),
        ValueConversion.Boolean => Booleans(field[0] != 0),
        ValueConversion.Text or ValueConversion.Json => [SqliteValue.Text(field)],
        ValueConversion.Jsonb => [SqliteValue.Text(field[1..])],
        ValueConversion.Bytea => sample.Storage == SqliteStorage.Text ? [SqliteValue.Text(field), SqliteValue.Blob(field)] : [SqliteValue.Blob(field)],
        ValueConversion.Uuid => [SqliteValue.Text(sample.Uuid(Print(field)))],
        ValueConversion.IsoDate => [SqliteValue.Text(Print(field))],
        ValueConversion.IsoTime => [SqliteValue.Text(sample.Times.Time(Print(field)))],
        ValueConversion.IsoTimestamp => [SqliteValue.Text(sample.Times.Timestamp(Print(field))), SqliteValue.Text(Print(field))],
        ValueConversion.IsoTimestampTz => [SqliteValue.Text(sample.Times.Timestamp(WithoutZone(Print(field)))), SqliteValue.Text(Print(field))],
        ValueConversion.EpochSeconds => Counted(BinaryPrimitives.ReadInt64BigEndian(field), 1_000_000, EpochSeconds),
        ValueConversion.EpochMilliseconds => Counted(BinaryPrimitives.ReadInt64BigEndian(field), 1000, EpochSeconds * 1000),
        ValueConversion.JulianDay => [SqliteValue.Of((BinaryPrimitives.ReadInt64BigEndian(field) / MicrosecondsPerDay) + EpochJulianDay)],
        _ => throw new NotSupportedException($"Values of {column.Conversion} can't be copied back."),
    };

    private static string WithoutZone(string text) => text.Replace("+00", "", StringComparison.Ordinal);

    private List<SqliteValue> Whole(string text)
    {
        var value = long.Parse(text, CultureInfo.InvariantCulture);
        return sample.Storage switch
        {
            SqliteStorage.Text => [SqliteValue.Text(text), SqliteValue.Of(value)],
            SqliteStorage.Real => [SqliteValue.Of((double)value), SqliteValue.Of(value)],
            _ => [SqliteValue.Of(value)],
        };
    }

    private List<SqliteValue> Doubles(double value) => sample.Storage == SqliteStorage.Integer && Math.Abs(value) < 1L << 53 && value == Math.Floor(value) && !IsNegativeZero(value)
        ? [SqliteValue.Of((long)value), SqliteValue.Of(value)]
        : [SqliteValue.Of(value)];

    private List<SqliteValue> Numbers(string text)
    {
        var forms = new List<SqliteValue>();
        if (sample.Storage == SqliteStorage.Text) forms.Add(SqliteValue.Text(text));
        var plain = text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
        if (long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)) forms.Add(SqliteValue.Of(integer));
        if (double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)) forms.Add(SqliteValue.Of(real));
        forms.Add(SqliteValue.Text(text));
        return forms;
    }

    private List<SqliteValue> Booleans(bool value)
    {
        var number = SqliteValue.Of(value ? 1 : 0);
        return sample.Storage == SqliteStorage.Text ? [SqliteValue.Text(sample.Word(value)), number] : [number, SqliteValue.Text(sample.Word(value))];
    }

    private List<SqliteValue> Counted(long microseconds, long unit, long epoch)
    {
        var real = SqliteValue.Of(((double)microseconds / unit) + epoch);
        return microseconds % unit == 0 && sample.Storage != SqliteStorage.Real ? [SqliteValue.Of((microseconds / unit) + epoch), real] : [real];
    }

    private static bool IsNegativeZero(double value) => value == 0 && double.IsNegative(value);

    /// <summary>Types of these conversions print without anything that COPY's text escapes.</summary>
    private string Print(ReadOnlySpan<byte> field)
    {
        printed.ResetWrittenCount();
        BinaryText.Write(printed, column.Type, field);
        return Encoding.UTF8.GetString(printed.WrittenSpan);
    }
}
