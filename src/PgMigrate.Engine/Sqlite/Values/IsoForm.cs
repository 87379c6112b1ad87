namespace PgMigrate.Engine.Sqlite;

/// <summary>What a text is by ISO 8601, in the forms that SQLite's date functions and its drivers write.</summary>
internal enum IsoForm
{
    /// <summary>None of them, or a day or hour that does not exist.</summary>
    None,

    /// <summary><c>2024-02-29</c></summary>
    Date,

    /// <summary><c>23:59</c>, <c>23:59:59</c>, <c>23:59:59.123456</c></summary>
    Time,

    /// <summary>Date and time with a space or a T between, without a zone.</summary>
    Timestamp,

    /// <summary>The same with <c>Z</c>, <c>UTC</c>, <c>+02</c>, <c>+0200</c> or <c>+02:00</c>.</summary>
    TimestampTz,

    /// <summary>A time or timestamp with a fraction finer than the microsecond, which PostgreSQL would round.</summary>
    TooFine,
}
