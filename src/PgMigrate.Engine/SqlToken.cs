namespace PgMigrate.Engine;

/// <summary>One token of PostgreSQL's SQL.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Its first character in the text.</param>
/// <param name="End">The character behind it.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, int Start, int End);
