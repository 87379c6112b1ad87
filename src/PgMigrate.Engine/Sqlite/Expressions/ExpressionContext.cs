namespace PgMigrate.Engine.Sqlite;

/// <summary>What an expression may refer to and where its translation goes.</summary>
public sealed record ExpressionContext
{
    public required ExpressionPurpose Purpose { get; init; }

    /// <summary>The table's columns with their names and types in the destination.</summary>
    public IReadOnlyList<ColumnMapping> Columns { get; init; } = [];

    /// <summary>The SQLite table's name, as far as columns are written with it.</summary>
    public string? Table { get; init; }

    /// <summary>The SQLite column that is an alias of the rowid; null where there is none.</summary>
    public string? RowidAlias { get; init; }

    /// <summary>The column that takes the value, for a default or a generated column; null for all else.</summary>
    public ColumnMapping? Target { get; init; }

    /// <summary>The destination's version; null where it is not known, and only what PostgreSQL 13 and later all know is used.</summary>
    public Version? ServerVersion { get; init; }

    internal bool NeedsImmutable => Purpose is ExpressionPurpose.Generated or ExpressionPurpose.Index or ExpressionPurpose.Predicate;
}
