namespace PgMigrate.Engine.Sqlite;

/// <summary>A foreign key as CREATE TABLE writes it.</summary>
/// <param name="Name">The constraint's name; null where it has none.</param>
/// <param name="Columns">The child's columns, as written.</param>
/// <param name="IsDeferred">Whether it is DEFERRABLE INITIALLY DEFERRED.</param>
internal sealed record ForeignKeyText(string? Name, IReadOnlyList<string> Columns, bool IsDeferred);
