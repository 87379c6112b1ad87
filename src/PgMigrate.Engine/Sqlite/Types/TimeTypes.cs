namespace PgMigrate.Engine.Sqlite;

/// <summary>Types for columns that are declared as dates or times: what is stored decides, because SQLite has no such types.</summary>
internal static class TimeTypes
{
    /// <summary>Numbers are taken for times only where all of them lie from 1990 up to 2100.</summary>
    private const long FirstSecond = 631_152_000;
    private const long LastSecond = 4_102_444_800;
    private const double FirstJulianDay = 2_447_892.5;
    private const double LastJulianDay = 2_488_069.5;

    public static TypeDecision Decide(DeclaredKind kind, SqliteColumnProfile profile)
    {
        if (profile.Values == 0) return Plain(kind);
        if (profile.Integers + profile.Reals == profile.Values) return DecideCounted(profile);
        var stamps = profile.IsoDates + profile.IsoTimestamps + profile.IsoZonedTimestamps;
        var suitable = kind == DeclaredKind.Time ? profile.IsoTimes : stamps;
        if (profile.Texts < profile.Values || suitable + profile.TooFine < profile.Values - suitable - profile.TooFine)
        {
            return kind == DeclaredKind.Time && stamps == profile.Values
                ? DecideStamps(DeclaredKind.Timestamp, profile).Because("declared as a time, but timestamps are stored")
                : ByValues.Decide(profile, "declared as a date or time");
        }

        if (profile.TooFine > 0)
        {
            return TypeDecision.Text.Because("times finer than the microsecond are stored, which PostgreSQL would round");
        }

        return kind == DeclaredKind.Time ? TypeDecision.Time : DecideStamps(kind, profile);
    }

    /// <summary>The type of a column of ISO 8601 dates and timestamps.</summary>
    public static TypeDecision DecideStamps(DeclaredKind kind, SqliteColumnProfile profile)
    {
        if (kind == DeclaredKind.TimestampTz) return TypeDecision.TimestampTz;
        if (profile.IsoZonedTimestamps > 0)
        {
            return TypeDecision.TimestampTz.Because(profile.IsoTimestamps + profile.IsoDates > 0
                ? "some times are stored with a zone; those without are taken as UTC"
                : "the times are stored with a zone");
        }

        if (kind != DeclaredKind.Date) return TypeDecision.Timestamp;
        return profile.IsoTimestamps == 0
            ? TypeDecision.Date
            : TypeDecision.Timestamp.Because("declared as a date, but times of day are stored");
    }

    private static TypeDecision Plain(DeclaredKind kind) => kind switch
    {
        DeclaredKind.Date => TypeDecision.Date,
        DeclaredKind.Time => TypeDecision.Time,
        DeclaredKind.TimestampTz => TypeDecision.TimestampTz,
        _ => TypeDecision.Timestamp,
    };

    private static TypeDecision DecideCounted(SqliteColumnProfile profile)
    {
        var least = profile.Integers == 0 ? profile.MinReal : profile.MinInteger;
        var most = profile.Integers == 0 ? profile.MaxReal : profile.MaxInteger;
        if (profile.Reals > 0)
        {
            least = Math.Min(least, profile.MinReal);
            most = Math.Max(most, profile.MaxReal);
        }

        if (least >= FirstSecond && most < LastSecond)
        {
            return TypeDecision.Counted(ValueConversion.EpochSeconds).Because("seconds since 1970 are stored");
        }

        if (least >= FirstSecond * 1000.0 && most < LastSecond * 1000.0)
        {
            return TypeDecision.Counted(ValueConversion.EpochMilliseconds).Because("milliseconds since 1970 are stored");
        }

        if (profile.Reals > 0 && least >= FirstJulianDay && most < LastJulianDay)
        {
            return TypeDecision.Counted(ValueConversion.JulianDay).Because("Julian day numbers are stored, exact to the millisecond");
        }

        return ByValues.DecideNumber(profile).Because("declared as a date or time, but the stored numbers are none from 1990 to 2100");
    }
}
