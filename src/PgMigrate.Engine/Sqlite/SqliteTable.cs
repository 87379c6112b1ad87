namespace PgMigrate.Engine.Sqlite;

/// <summary>One table of a SQLite file, as its pragmas and its CREATE statement describe it.</summary>
public sealed record SqliteTable
{
    public required string Name { get; init; }

    /// <summary>The CREATE TABLE statement, as sqlite_schema keeps it.</summary>
    public required string Sql { get; init; }

    /// <summary>Every column, generated ones too, in table order (PRAGMA table_xinfo).</summary>
    public required IReadOnlyList<SqliteColumn> Columns { get; init; }

    /// <summary>The primary key's columns, in key order; empty where there is none.</summary>
    public IReadOnlyList<string> PrimaryKey { get; init; } = [];

    /// <summary>The name of the primary key's constraint; null where it has none.</summary>
    public string? PrimaryKeyName { get; init; }

    /// <summary>The column that is an alias of the rowid (INTEGER PRIMARY KEY); null where there is none.</summary>
    public string? RowidAlias { get; init; }

    public bool IsStrict { get; init; }

    public bool IsWithoutRowid { get; init; }

    /// <summary>Whether the INTEGER PRIMARY KEY is AUTOINCREMENT.</summary>
    public bool IsAutoIncrement { get; init; }

    /// <summary>The highest key that AUTOINCREMENT ever gave (sqlite_sequence); null where none is recorded.</summary>
    public long? AutoIncrementValue { get; init; }

    public IReadOnlyList<SqliteIndex> Indexes { get; init; } = [];

    public IReadOnlyList<SqliteForeignKey> ForeignKeys { get; init; } = [];

    public IReadOnlyList<SqliteCheck> Checks { get; init; } = [];

    /// <summary>What the table does instead of failing when a constraint is violated, such as <c>UNIQUE ON CONFLICT REPLACE</c>.</summary>
    public IReadOnlyList<string> ConflictClauses { get; init; } = [];

    /// <summary>The columns that hold data of their own, in table order.</summary>
    public IEnumerable<SqliteColumn> StoredColumns => Columns.Where(column => column.Generated == SqliteGeneration.None);
}
