using System.Globalization;
using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Writes a literal date or time as the type that its column has in PostgreSQL.</summary>
internal static partial class InstantLiteral
{
    /// <exception cref="UntranslatableException">The literal is no such date or time.</exception>
    public static string To(SqliteNode.Literal literal, ValueConversion conversion) => conversion switch
    {
        ValueConversion.IsoDate => Iso(literal, "date", hasDate: true, hasTime: false),
        ValueConversion.IsoTime => Iso(literal, "time", hasDate: false, hasTime: true),
        ValueConversion.IsoTimestamp => Iso(literal, "timestamp", hasDate: true, hasTime: true),
        ValueConversion.IsoTimestampTz => Iso(literal, "timestamptz", hasDate: true, hasTime: true),
        ValueConversion.EpochSeconds => $"to_timestamp({Number(literal)})",
        ValueConversion.EpochMilliseconds => $"to_timestamp({Number(literal)} / 1000.0)",
        ValueConversion.JulianDay => $"to_timestamp(({Number(literal)} - 2440587.5) * 86400)",
        _ => throw new UntranslatableException($"the conversion {conversion} is not known"),
    };

    private static string Number(SqliteNode.Literal literal) =>
        literal.Kind is SqliteTokenKind.Integer or SqliteTokenKind.Real && LiteralConversion.NumberText(literal) is { } number
            ? number
            : throw LiteralConversion.NoValue(literal, "number of a point in time");

    private static string Iso(SqliteNode.Literal literal, string type, bool hasDate, bool hasTime)
    {
        var match = IsoText().Match(literal.Text.Trim());
        var (date, time, zone) = (match.Groups["date"], match.Groups["time"], match.Groups["zone"]);
        if (literal.Kind != SqliteTokenKind.String || !match.Success || date.Success != hasDate || (time.Success && !hasTime)
            || (!hasDate && !time.Success) || (zone.Success && type != "timestamptz"))
        {
            throw LiteralConversion.NoValue(literal, type);
        }

        if (date.Success && !DateOnly.TryParseExact(date.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            throw LiteralConversion.NoValue(literal, type);
        }

        if (time.Success && !TimeOnly.TryParse(time.Value, CultureInfo.InvariantCulture, out _))
        {
            throw LiteralConversion.NoValue(literal, type);
        }

        var offset = type != "timestamptz" ? "" : zone.Success && zone.Value != "Z" ? zone.Value : "+00";
        var text = string.Join(' ', new[] { date.Value, time.Value }.Where(part => part.Length > 0));
        return $"'{text}{offset}'::{type}";
    }

    [GeneratedRegex(
        @"^((?<date>\d{4}-\d\d-\d\d)([ T](?=\d)|$))?(?<time>\d\d:\d\d(:\d\d(\.\d{1,9})?)?)?(?<zone>Z|[+-]\d\d:\d\d)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex IsoText();
}
