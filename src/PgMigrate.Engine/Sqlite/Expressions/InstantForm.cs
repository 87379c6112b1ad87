namespace PgMigrate.Engine.Sqlite;

/// <summary>The form in which a SQLite expression gives a point in time.</summary>
internal enum InstantForm
{
    /// <summary><c>YYYY-MM-DD HH:MM:SS</c>.</summary>
    DateAndTime,

    /// <summary><c>YYYY-MM-DD</c>.</summary>
    Date,

    /// <summary><c>HH:MM:SS</c>.</summary>
    Time,

    /// <summary>Seconds since 1970.</summary>
    EpochSeconds,

    /// <summary>Milliseconds since 1970.</summary>
    EpochMilliseconds,

    /// <summary>Days since 1970.</summary>
    EpochDays,
    JulianDay,

    /// <summary>Another format of strftime.</summary>
    Format,
}
