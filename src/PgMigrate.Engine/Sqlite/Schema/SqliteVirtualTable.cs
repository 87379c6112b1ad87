namespace PgMigrate.Engine.Sqlite;

/// <summary>One virtual table of a SQLite file.</summary>
/// <param name="Name">The table's name.</param>
/// <param name="Module">The module that makes it, such as <c>fts5</c>.</param>
public sealed record SqliteVirtualTable(string Name, string Module);
