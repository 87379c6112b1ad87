namespace PgMigrate.Engine.Sqlite;

/// <summary>Why a value cannot be written as its column's type.</summary>
internal enum BadValue
{
    None,
    WrongStorage,
    OutOfRange,
    HasFraction,
    Inexact,
    Infinite,
    HasNul,
    InvalidText,
    NotBoolean,
    NotNumeric,
    TooManyDigits,
    TooLong,
    NotUuid,
    NotJson,
    NotIso,
    HasZone,
    TooFine,
}
