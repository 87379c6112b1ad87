using System.Text.Unicode;
using PgMigrate.Engine.Copy;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Writes one value of a row as its column's type, exactly or not at all.</summary>
internal sealed class ValueEncoder(CopyBinaryWriter writer, SqliteStatement row)
{
    /// <summary>Writes the value, or says why it cannot be written; the writer may then hold half a row.</summary>
    public BadValue Write(int index, in ColumnEncoding column)
    {
        switch (row.Type(index))
        {
            case SqliteStorage.Null:
                writer.WriteNull();
                return BadValue.None;
            case SqliteStorage.Integer:
                return NumberEncoder.WriteInteger(writer, row.Int64(index), column);
            case SqliteStorage.Real:
                return NumberEncoder.WriteReal(writer, row.Double(index), column);
            case SqliteStorage.Text:
                return row.TryText(index, out var text) ? WriteText(text, column) : BadValue.InvalidText;
            default:
                if (column.Conversion != ValueConversion.Bytea) return BadValue.WrongStorage;
                writer.WriteBytes(row.Bytes(index));
                return BadValue.None;
        }
    }

    private BadValue WriteText(ReadOnlySpan<byte> text, in ColumnEncoding column)
    {
        switch (column.Conversion)
        {
            case ValueConversion.Text:
                return WriteCharacters(text, column);
            case ValueConversion.Numeric:
                return NumberEncoder.WriteDecimal(writer, text, column);
            case ValueConversion.SmallInt or ValueConversion.Integer or ValueConversion.BigInt:
                return NumberEncoder.WriteIntegerText(writer, text, column);
            case ValueConversion.Boolean:
                return WriteBoolean(text);
            case ValueConversion.Bytea:
                writer.WriteBytes(text);
                return BadValue.None;
            case ValueConversion.Uuid:
                return WriteUuid(text);
            case ValueConversion.Json or ValueConversion.Jsonb:
                return WriteJson(text, column.Conversion);
            case ValueConversion.IsoDate or ValueConversion.IsoTime or ValueConversion.IsoTimestamp or ValueConversion.IsoTimestampTz:
                return WriteIso(text, column);
            default:
                return BadValue.WrongStorage;
        }
    }

    private BadValue WriteCharacters(ReadOnlySpan<byte> text, in ColumnEncoding column)
    {
        if (text.Contains((byte)0)) return BadValue.HasNul;
        if (!Utf8.IsValid(text)) return BadValue.InvalidText;
        if (text.Length > column.MaxCharacters && Utf8Length.Count(text) > column.MaxCharacters) return BadValue.TooLong;
        writer.WriteBytes(text);
        return BadValue.None;
    }

    private BadValue WriteBoolean(ReadOnlySpan<byte> text)
    {
        if (BooleanWord.Parse(text) is not { } value) return BadValue.NotBoolean;
        writer.WriteBoolean(value);
        return BadValue.None;
    }

    private BadValue WriteUuid(ReadOnlySpan<byte> text)
    {
        if (!UuidText.TryParse(text, out var value)) return BadValue.NotUuid;
        writer.WriteUuid(value);
        return BadValue.None;
    }

    private BadValue WriteJson(ReadOnlySpan<byte> text, ValueConversion conversion)
    {
        if (!JsonText.IsValid(text, conversion)) return BadValue.NotJson;
        if (conversion == ValueConversion.Jsonb) writer.WriteJsonb(text);
        else writer.WriteBytes(text);
        return BadValue.None;
    }

    private BadValue WriteIso(ReadOnlySpan<byte> text, in ColumnEncoding column)
    {
        var form = IsoText.Parse(text, out var value);
        if (form == IsoForm.TooFine) return BadValue.TooFine;
        switch (column.Conversion, form)
        {
            case (ValueConversion.IsoDate, IsoForm.Date):
                writer.WriteDate((int)value);
                return BadValue.None;
            case (ValueConversion.IsoTimestamp or ValueConversion.IsoTimestampTz, IsoForm.Date):
                writer.WriteMicroseconds(value * IsoText.MicrosecondsPerDay);
                return BadValue.None;
            case (ValueConversion.IsoTimestamp, IsoForm.TimestampTz):
                return BadValue.HasZone;
            case (ValueConversion.IsoTime, IsoForm.Time):
            case (ValueConversion.IsoTimestamp, IsoForm.Timestamp):
            case (ValueConversion.IsoTimestampTz, IsoForm.Timestamp or IsoForm.TimestampTz):
                if (value % column.Unit != 0) return BadValue.TooFine;
                writer.WriteMicroseconds(value);
                return BadValue.None;
            default:
                return BadValue.NotIso;
        }
    }
}
