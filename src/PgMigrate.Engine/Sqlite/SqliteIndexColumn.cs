namespace PgMigrate.Engine.Sqlite;

/// <summary>One key column of an index.</summary>
/// <param name="Name">The column's name; null for an expression.</param>
/// <param name="Expression">The expression, as written; null for a column.</param>
/// <param name="IsDescending">Whether the order is DESC.</param>
/// <param name="Collation">The collating sequence, such as <c>BINARY</c> or <c>NOCASE</c>.</param>
public sealed record SqliteIndexColumn(string? Name, string? Expression, bool IsDescending, string Collation);
