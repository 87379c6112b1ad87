namespace PgMigrate.Engine.Sqlite;

/// <summary>One CHECK constraint of a table or column.</summary>
/// <param name="Name">The constraint's name; null where it has none.</param>
/// <param name="Expression">The expression, as written, without the outer parentheses.</param>
public sealed record SqliteCheck(string? Name, string Expression);
