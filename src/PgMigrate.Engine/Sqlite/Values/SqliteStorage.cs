namespace PgMigrate.Engine.Sqlite;

/// <summary>SQLite's storage classes, with the numbers that sqlite3_column_type gives them.</summary>
internal enum SqliteStorage
{
    Integer = 1,
    Real = 2,
    Text = 3,
    Blob = 4,
    Null = 5,
}
