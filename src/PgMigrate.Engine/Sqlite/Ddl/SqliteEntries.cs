namespace PgMigrate.Engine.Sqlite;

/// <summary>Makes a table of contents of a SQLite file's schema.</summary>
public static class SqliteEntries
{
    /// <summary>The entries that make the schema in PostgreSQL, and what of it has no equivalent.</summary>
    /// <param name="schema">What the file defines.</param>
    /// <param name="mappings">Every column's mapping, generated ones too, by table; a table that is not in it is left out.</param>
    /// <param name="options">Where the objects go and how they are named.</param>
    /// <exception cref="MigrationException">
    /// <c>IdentifierTooLong</c>, <c>IdentifierCollision</c>, <c>InvalidIdentifier</c>: a table's, view's or column's name cannot be kept.
    /// <c>ColumnMappingMissing</c>: a column has no mapping.
    /// </exception>
    public static SqliteEntrySet Build(
        SqliteSchema schema, IReadOnlyDictionary<string, IReadOnlyList<ColumnMapping>> mappings, SqliteEntryOptions options) =>
        new SqliteEntryBuilder(schema, mappings, options).Build();
}
