namespace PgMigrate.Engine.Sqlite;

/// <summary>What one pass over a table found.</summary>
/// <param name="Rows">The table's rows.</param>
/// <param name="Columns">The stored columns' profiles, in table order.</param>
internal sealed record SqliteTableProfile(long Rows, IReadOnlyList<SqliteColumnProfile> Columns);
