namespace PgMigrate.Engine.Sqlite;

/// <summary>What a CREATE TABLE statement says that SQLite's pragmas do not.</summary>
internal sealed record CreateTableText
{
    public required IReadOnlyList<ColumnText> Columns { get; init; }

    public required IReadOnlyList<SqliteCheck> Checks { get; init; }

    public required KeyText? PrimaryKey { get; init; }

    public required IReadOnlyList<KeyText> UniqueKeys { get; init; }

    /// <summary>In the order written, which is the reverse of PRAGMA foreign_key_list.</summary>
    public required IReadOnlyList<ForeignKeyText> ForeignKeys { get; init; }

    /// <summary>Every ON CONFLICT clause but ABORT, such as <c>UNIQUE ON CONFLICT REPLACE</c>.</summary>
    public required IReadOnlyList<string> ConflictClauses { get; init; }

    public bool IsAutoIncrement { get; init; }

    public bool IsStrict { get; init; }

    public bool IsWithoutRowid { get; init; }
}
