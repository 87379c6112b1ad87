namespace PgMigrate.Engine.Sqlite;

/// <summary>What a declared type means, before its values are looked at.</summary>
internal enum DeclaredKind
{
    /// <summary>No type, or ANY: the values decide.</summary>
    None,
    SmallInt,
    Int,
    BigInt,
    Boolean,
    Real,
    Numeric,
    Text,
    Blob,
    Date,
    Timestamp,
    TimestampTz,
    Time,
    Uuid,
    Json,
    Jsonb,
}
