namespace PgMigrate.Engine.Sqlite;

/// <summary>One column of a SQLite table.</summary>
public sealed record SqliteColumn
{
    public required string Name { get; init; }

    /// <summary>The declared type, as written; empty where there is none.</summary>
    public required string DeclaredType { get; init; }

    public bool IsNotNull { get; init; }

    /// <summary>The default's expression, as written; null where there is none.</summary>
    public string? Default { get; init; }

    public SqliteGeneration Generated { get; init; }

    /// <summary>The generated column's expression, as written; null for other columns.</summary>
    public string? GenerationExpression { get; init; }

    /// <summary>The collating sequence; null or <c>BINARY</c> for the default.</summary>
    public string? Collation { get; init; }
}
