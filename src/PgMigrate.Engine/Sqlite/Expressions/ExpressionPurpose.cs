namespace PgMigrate.Engine.Sqlite;

/// <summary>What an expression is for, which decides what PostgreSQL allows in it.</summary>
public enum ExpressionPurpose
{
    /// <summary>A column's DEFAULT: may name no column.</summary>
    Default,

    /// <summary>A CHECK constraint.</summary>
    Check,

    /// <summary>A generated column: immutable functions only.</summary>
    Generated,

    /// <summary>An index's expression: immutable functions only.</summary>
    Index,

    /// <summary>A partial index's WHERE clause: immutable functions only.</summary>
    Predicate,
}
