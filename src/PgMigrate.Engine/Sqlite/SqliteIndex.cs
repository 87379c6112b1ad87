namespace PgMigrate.Engine.Sqlite;

/// <summary>One index of a SQLite table, made by CREATE INDEX or by a UNIQUE or PRIMARY KEY constraint.</summary>
public sealed record SqliteIndex
{
    public required string Name { get; init; }

    public required bool IsUnique { get; init; }

    public required SqliteIndexOrigin Origin { get; init; }

    /// <summary>The name of the UNIQUE or PRIMARY KEY constraint that made it; null where it has none.</summary>
    public string? ConstraintName { get; init; }

    public required IReadOnlyList<SqliteIndexColumn> Columns { get; init; }

    /// <summary>The WHERE clause of a partial index, as written; null where there is none.</summary>
    public string? Predicate { get; init; }
}
