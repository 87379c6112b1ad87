namespace PgMigrate.Engine.Sqlite;

/// <summary>A point in time that a SQLite expression computes.</summary>
/// <param name="Timestamp">A PostgreSQL expression of type timestamp: the wall clock in UTC, or of the session where it is local.</param>
/// <param name="Form">The form in which SQLite gives it.</param>
internal sealed record Instant(string Timestamp, InstantForm Form)
{
    /// <summary>strftime's format, for <see cref="InstantForm.Format"/>, <c>DateAndTime</c> and <c>Date</c> that strftime wrote.</summary>
    public string? Format { get; init; }

    /// <summary>Whether it is the present, unchanged and in UTC.</summary>
    public bool IsPlainNow { get; init; }

    /// <summary>Whether it depends on the present.</summary>
    public bool IsNow { get; init; }
}
