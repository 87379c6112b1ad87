namespace PgMigrate.Engine.Sqlite;

/// <summary>One view of a SQLite file.</summary>
/// <param name="Name">The view's name.</param>
/// <param name="Sql">The CREATE VIEW statement, as sqlite_schema keeps it.</param>
public sealed record SqliteView(string Name, string Sql);
