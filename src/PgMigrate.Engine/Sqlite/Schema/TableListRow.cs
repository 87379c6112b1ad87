namespace PgMigrate.Engine.Sqlite;

/// <summary>One row of PRAGMA table_list (SQLite 3.37).</summary>
internal sealed record TableListRow(string Type, bool IsWithoutRowid, bool IsStrict);
