namespace PgMigrate.Engine.Sqlite;

/// <summary>The sort of value that a translated expression has in PostgreSQL.</summary>
internal enum SqlKind
{
    Null,
    Boolean,
    Integer,
    Real,
    Numeric,
    Text,
    Blob,
    Uuid,
    Json,
    Date,
    Time,
    Timestamp,
    TimestampTz,
    Other,
}
