using System.Globalization;
using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Performance;

/// <summary>Reads lengths of time as people write them.</summary>
public static partial class DurationText
{
    /// <summary>The forms, for help and errors.</summary>
    public const string Forms = "a length of time with its unit: 200ms, 1.5s, 2min, 1h or 00:00:02";

    /// <summary>The length of time above zero; null where the text is none, or lacks a unit.</summary>
    public static TimeSpan? Parse(string text)
    {
        var match = Length().Match(text);
        var time = match.Success ? Scaled(match.Groups["number"].Value, match.Groups["unit"].Value)
            : text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var clock) ? clock
            : (TimeSpan?)null;
        return time > TimeSpan.Zero ? time : null;
    }

    private static TimeSpan? Scaled(string number, string unit)
    {
        var seconds = double.Parse(number, CultureInfo.InvariantCulture) * unit.ToUpperInvariant() switch
        {
            "US" => 1e-6,
            "MS" => 1e-3,
            "S" => 1,
            "MIN" => 60,
            _ => 3600,
        };
        return seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond)) : null;
    }

    [GeneratedRegex(@"^\s*(?<number>\d{1,9}(\.\d{1,7})?)\s*(?<unit>us|ms|s|min|h)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Length();
}
