namespace PgMigrate.Engine.Sqlite;

/// <summary>A PRIMARY KEY or UNIQUE constraint as CREATE TABLE writes it.</summary>
/// <param name="Name">The constraint's name; null where it has none.</param>
/// <param name="Columns">The key's columns, as written.</param>
internal sealed record KeyText(string? Name, IReadOnlyList<string> Columns);
