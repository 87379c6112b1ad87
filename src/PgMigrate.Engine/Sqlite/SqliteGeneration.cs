namespace PgMigrate.Engine.Sqlite;

/// <summary>Whether and how SQLite generates a column.</summary>
public enum SqliteGeneration
{
    None,
    Virtual,
    Stored,
}
