namespace PgMigrate.Engine.Sqlite;

/// <summary>A column's type affinity (SQLite, "Datatypes", 3.1).</summary>
internal enum SqliteAffinity
{
    Integer,
    Text,
    Blob,
    Real,
    Numeric,
}
