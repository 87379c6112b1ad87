namespace PgMigrate.Engine.Sqlite;

/// <summary>Reads ISO 8601 dates and times as PostgreSQL counts them: from 2000-01-01, in days or microseconds.</summary>
internal static class IsoText
{
    public const long MicrosecondsPerDay = 86_400_000_000;

    private const long MicrosecondsPerMinute = 60_000_000;
    private static readonly int FirstDay = new DateOnly(2000, 1, 1).DayNumber;

    /// <summary>
    /// Tells the text's form. The value is days for a date, microseconds since midnight for a time, microseconds (in UTC, where a zone
    /// is given) for a timestamp; 0 for all else. Years are 0001 to 9999.
    /// </summary>
    public static IsoForm Parse(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.Length < 5) return IsoForm.None;
        if (text[2] == ':') return ParseTime(text, out value);
        if (!TryDate(text, out var days)) return IsoForm.None;
        if (text.Length == 10)
        {
            value = days;
            return IsoForm.Date;
        }

        return text[10] is (byte)' ' or (byte)'T' ? ParseTimestamp(text[11..], days, out value) : IsoForm.None;
    }

    private static IsoForm ParseTime(ReadOnlySpan<byte> text, out long value)
    {
        if (TryTime(ref text, out value, out var isTooFine) && text.IsEmpty) return isTooFine ? IsoForm.TooFine : IsoForm.Time;
        value = 0;
        return IsoForm.None;
    }

    private static IsoForm ParseTimestamp(ReadOnlySpan<byte> text, int days, out long value)
    {
        value = 0;
        if (!TryTime(ref text, out var time, out var isTooFine) || !TryZone(text, out var offsetMinutes)) return IsoForm.None;
        if (isTooFine) return IsoForm.TooFine;
        value = (days * MicrosecondsPerDay) + time - (offsetMinutes * MicrosecondsPerMinute);
        return text.IsEmpty ? IsoForm.Timestamp : IsoForm.TimestampTz;
    }

    private static bool TryDate(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-') return false;
        if (!TryTwo(text, out var century) || !TryTwo(text[2..], out var year)) return false;
        if (!TryTwo(text[5..], out var month) || !TryTwo(text[8..], out var day)) return false;
        year += century * 100;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        days = new DateOnly(year, month, day).DayNumber - FirstDay;
        return true;
    }

    private static bool TryTime(ref ReadOnlySpan<byte> text, out long value, out bool isTooFine)
    {
        value = 0;
        isTooFine = false;
        if (text.Length < 5 || text[2] != ':') return false;
        if (!TryTwo(text, out var hour) || !TryTwo(text[3..], out var minute) || hour > 23 || minute > 59) return false;
        var second = 0;
        text = text[5..];
        if (text is [(byte)':', ..])
        {
            if (text.Length < 3 || !TryTwo(text[1..], out second) || second > 59) return false;
            text = text[3..];
        }

        value = ((((hour * 60L) + minute) * 60) + second) * 1_000_000;
        return text is not [(byte)'.', ..] || TryFraction(ref text, ref value, ref isTooFine);
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> text, ref long value, ref bool isTooFine)
    {
        var index = 1;
        for (var unit = 100_000; index < text.Length && text[index] is >= (byte)'0' and <= (byte)'9'; index++, unit /= 10)
        {
            value += unit * (text[index] - '0');
            isTooFine |= unit == 0 && text[index] != '0';
        }

        text = text[index..];
        return index > 1;
    }

    private static bool TryZone(ReadOnlySpan<byte> text, out int offsetMinutes)
    {
        offsetMinutes = 0;
        if (text.IsEmpty) return true;
        if (text[0] == ' ') text = text[1..];
        if (text is [(byte)'Z' or (byte)'z'] || text.SequenceEqual("UTC"u8)) return true;
        if (text.Length is not (3 or 5 or 6) || text[0] is not ((byte)'+' or (byte)'-')) return false;
        if (text.Length == 6 && text[3] != ':') return false;
        var minutes = 0;
        if (!TryTwo(text[1..], out var hours) || (text.Length > 3 && !TryTwo(text[^2..], out minutes))) return false;
        if (hours > 15 || minutes > 59) return false;
        offsetMinutes = ((hours * 60) + minutes) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryTwo(ReadOnlySpan<byte> text, out int value)
    {
        int tens = text[0] - '0', ones = text[1] - '0';
        value = (tens * 10) + ones;
        return (uint)tens <= 9 && (uint)ones <= 9;
    }
}
