using System.Text;
using PgMigrate.Engine.Sqlite;

namespace PgMigrate.Engine.CopyBack;

/// <summary>How a SQLite column writes its times: with T or a blank, how many digits of a second, which zone.</summary>
internal sealed class TimeForm
{
    private const int DateLength = 10;

    private readonly char separator = ' ';
    private readonly string zone = "";
    private readonly int digits;
    private readonly bool leavesNoFraction;
    private readonly bool leavesNoSeconds;
    private readonly bool leavesMidnight;

    public TimeForm(IReadOnlyList<string> texts)
    {
        var known = texts.Select(text => (Text: text, Form: IsoText.Parse(Encoding.UTF8.GetBytes(text), out _))).Where(one => one.Form is not (IsoForm.None or IsoForm.TooFine)).ToList();
        leavesMidnight = known.Exists(one => one.Form == IsoForm.Date) && !known.Exists(one => one.Form != IsoForm.Date && one.Text.Contains("00:00:00", StringComparison.Ordinal));
        var timed = known.Where(one => one.Form != IsoForm.Date).Select(one => one.Text).ToList();
        if (timed.Count == 0) return;
        if (timed[0].Length > DateLength && timed[0][4] == '-') separator = timed[0][DateLength];
        zone = ZoneOf(timed[0]);
        var fractions = timed.ConvertAll(Fraction);
        digits = fractions.Max();
        leavesNoFraction = fractions.Contains(0);
        leavesNoSeconds = timed.TrueForAll(text => TimeOf(text).Length == 5);
    }

    /// <param name="time">Such as <c>23:59:59.5</c>, as PostgreSQL prints it.</param>
    public string Time(string time)
    {
        var parts = time.Split('.');
        var fraction = parts.Length > 1 ? parts[1] : "";
        if (fraction.Length > 0 || !leavesNoFraction) fraction = fraction.PadRight(digits, '0');
        if (fraction.Length == 0 && leavesNoSeconds && parts[0].EndsWith(":00", StringComparison.Ordinal)) return parts[0][..^3];
        return fraction.Length == 0 ? parts[0] : $"{parts[0]}.{fraction}";
    }

    /// <param name="timestamp">Such as <c>2024-02-29 23:59:59.5</c>, in UTC where the column is of times with a zone.</param>
    public string Timestamp(string timestamp)
    {
        // Years of more than four digits, and those before Christ, have no form here.
        if (timestamp.Length <= DateLength || timestamp[DateLength] != ' ') return timestamp;
        var (date, time) = (timestamp[..DateLength], timestamp[(DateLength + 1)..]);
        return leavesMidnight && time == "00:00:00" ? date : $"{date}{separator}{Time(time)}{zone}";
    }

    /// <summary>The same zone for UTC: other zones' times are written as UTC's.</summary>
    private static string ZoneOf(string text)
    {
        var rest = text[^(text.Length - Start(text) - TimeOf(text).Length)..];
        if (text.Length == Start(text) + TimeOf(text).Length) return "";
        return rest.Contains('+', StringComparison.Ordinal) || rest.Contains('-', StringComparison.Ordinal)
            ? string.Concat(rest.Select(one => one == '-' ? '+' : char.IsAsciiDigit(one) ? '0' : one))
            : rest;
    }

    private static int Start(string text) => text[2] == ':' ? 0 : DateLength + 1;

    private static string TimeOf(string text)
    {
        var start = Start(text);
        var end = start;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is ':' or '.')) end++;
        return text[start..end];
    }

    private static int Fraction(string text)
    {
        var time = TimeOf(text);
        var point = time.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? 0 : time.Length - point - 1;
    }
}
