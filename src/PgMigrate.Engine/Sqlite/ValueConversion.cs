namespace PgMigrate.Engine.Sqlite;

/// <summary>How a SQLite value is written in COPY's binary format.</summary>
public enum ValueConversion
{
    /// <summary>INTEGER to smallint.</summary>
    SmallInt,

    /// <summary>INTEGER to integer.</summary>
    Integer,

    /// <summary>INTEGER to bigint.</summary>
    BigInt,

    /// <summary>INTEGER or REAL to double precision.</summary>
    Double,

    /// <summary>INTEGER, REAL or numeric TEXT to numeric.</summary>
    Numeric,

    /// <summary>0 and 1, or true/false, t/f, yes/no as text, to boolean.</summary>
    Boolean,

    /// <summary>TEXT to text, varchar and char.</summary>
    Text,

    /// <summary>BLOB (or TEXT's bytes) to bytea.</summary>
    Bytea,

    /// <summary>TEXT to uuid.</summary>
    Uuid,

    /// <summary>TEXT to json.</summary>
    Json,

    /// <summary>TEXT to jsonb.</summary>
    Jsonb,

    /// <summary>ISO 8601 TEXT to date.</summary>
    IsoDate,

    /// <summary>ISO 8601 TEXT to time.</summary>
    IsoTime,

    /// <summary>ISO 8601 TEXT without a zone to timestamp.</summary>
    IsoTimestamp,

    /// <summary>ISO 8601 TEXT to timestamptz; text without a zone is UTC.</summary>
    IsoTimestampTz,

    /// <summary>Seconds since 1970 (INTEGER or REAL) to timestamptz.</summary>
    EpochSeconds,

    /// <summary>Milliseconds since 1970 to timestamptz.</summary>
    EpochMilliseconds,

    /// <summary>Julian day numbers (REAL) to timestamptz.</summary>
    JulianDay,
}
