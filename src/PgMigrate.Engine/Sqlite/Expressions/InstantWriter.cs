using System.Text;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Writes a point in time as a column's type, a number or a text.</summary>
internal static class InstantWriter
{
    /// <summary>The value that the copied rows would have for what SQLite stores.</summary>
    /// <exception cref="UntranslatableException">The column's rows hold points in time in another form.</exception>
    public static string To(Instant instant, ColumnMapping target, bool needsImmutable)
    {
        RefuseNow(instant, needsImmutable);
        return (target.Conversion, instant.Form) switch
        {
            (ValueConversion.Text, _) => AsText(instant, needsImmutable),
            (ValueConversion.IsoDate, InstantForm.Date) => $"{instant.Timestamp}::date",
            (ValueConversion.IsoTime, InstantForm.Time) => $"{instant.Timestamp}::time",
            (ValueConversion.IsoTimestamp, InstantForm.DateAndTime) => instant.Timestamp,
            (ValueConversion.IsoTimestamp, InstantForm.Date) => $"date_trunc('day', {instant.Timestamp})",
            (ValueConversion.IsoTimestampTz, InstantForm.Date) => $"date_trunc('day', {instant.Timestamp}) AT TIME ZONE 'UTC'",
            (ValueConversion.IsoTimestampTz, InstantForm.DateAndTime)
                or (ValueConversion.EpochSeconds, InstantForm.EpochSeconds)
                or (ValueConversion.EpochMilliseconds, InstantForm.EpochMilliseconds)
                or (ValueConversion.JulianDay, InstantForm.JulianDay) =>
                instant.IsPlainNow ? "CURRENT_TIMESTAMP" : $"{instant.Timestamp} AT TIME ZONE 'UTC'",
            (ValueConversion.SmallInt or ValueConversion.Integer or ValueConversion.BigInt, InstantForm.JulianDay
                or InstantForm.EpochDays) =>
                throw WrongForm(target),
            (ValueConversion.SmallInt or ValueConversion.Integer or ValueConversion.BigInt or ValueConversion.Double
                or ValueConversion.Numeric, _) =>
                AsNumber(instant)?.Sql ?? throw WrongForm(target),
            _ => throw WrongForm(target),
        };
    }

    /// <summary>The number that SQLite computes; null where it is no number.</summary>
    public static TypedSql? AsNumber(Instant instant) => instant.Form switch
    {
        InstantForm.EpochSeconds => TypedSql.Atom($"floor(extract(epoch FROM {instant.Timestamp}))::bigint", SqlKind.Integer),
        InstantForm.EpochMilliseconds => TypedSql.Atom($"floor(extract(epoch FROM {instant.Timestamp}) * 1000)::bigint", SqlKind.Integer),
        InstantForm.EpochDays => TypedSql.Atom($"(extract(epoch FROM {instant.Timestamp}) / 86400.0)::double precision", SqlKind.Real),
        InstantForm.JulianDay =>
            TypedSql.Atom($"(extract(epoch FROM {instant.Timestamp}) / 86400.0 + 2440587.5)::double precision", SqlKind.Real),
        InstantForm.Format when FieldOf(instant.Format!) is { } field =>
            TypedSql.Atom($"extract({field} FROM {instant.Timestamp})::integer", SqlKind.Integer),
        _ => null,
    };

    public static void RefuseNow(Instant instant, bool needsImmutable)
    {
        if (needsImmutable && instant.IsNow) throw new UntranslatableException("it depends on the present time");
    }

    /// <summary>The text that SQLite computes.</summary>
    public static string AsText(Instant instant, bool needsImmutable)
    {
        if (AsNumber(instant) is { } number && instant.Form != InstantForm.Format)
        {
            return number.Kind == SqlKind.Integer
                ? $"{number.Sql}::text"
                : throw new UntranslatableException("it writes a real number as text");
        }

        if (needsImmutable) throw new UntranslatableException("PostgreSQL's to_char() is not immutable");
        var format = instant.Form switch
        {
            InstantForm.Date => instant.Format ?? "%Y-%m-%d",
            InstantForm.Time => instant.Format ?? "%H:%M:%S",
            _ => instant.Format ?? "%Y-%m-%d %H:%M:%S",
        };
        return $"to_char({instant.Timestamp}, {SqlText.Literal(TemplateOf(format)).TrimStart()})";
    }

    private static string? FieldOf(string format) => format switch
    {
        "%Y" => "year",
        "%m" => "month",
        "%d" => "day",
        "%H" => "hour",
        "%M" => "minute",
        "%j" => "doy",
        "%w" => "dow",
        _ => null,
    };

    /// <summary>strftime's format as to_char's template; what is no field stands in double quotes.</summary>
    private static string TemplateOf(string format)
    {
        var template = new StringBuilder();
        for (var position = 0; position < format.Length; position++)
        {
            if (format[position] == '%' && position + 1 < format.Length)
            {
                template.Append(format[++position] switch
                {
                    'Y' => "YYYY",
                    'm' => "MM",
                    'd' => "DD",
                    'H' => "HH24",
                    'M' => "MI",
                    'S' => "SS",
                    'f' => "SS.MS",
                    'j' => "DDD",
                    'F' => "YYYY-MM-DD",
                    'T' => "HH24:MI:SS",
                    'R' => "HH24:MI",
                    '%' => "%",
                    var field => throw new UntranslatableException($"strftime's %{field} has no certain translation"),
                });
            }
            else if (char.IsAsciiLetterOrDigit(format[position]) || format[position] is '"' or '\\')
            {
                template.Append('"').Append(format[position] is '"' or '\\' ? "\\" : "").Append(format[position]).Append('"');
            }
            else
            {
                template.Append(format[position]);
            }
        }

        return template.ToString();
    }

    private static UntranslatableException WrongForm(ColumnMapping target) =>
        new($"it gives a date or time in another form than the rows of '{target.Column.Name}' have, which became {target.Type}");
}
