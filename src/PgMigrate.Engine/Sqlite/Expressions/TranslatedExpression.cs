namespace PgMigrate.Engine.Sqlite;

/// <summary>A SQLite expression in PostgreSQL's words, or why there is none.</summary>
public sealed record TranslatedExpression
{
    /// <summary>The PostgreSQL expression, without outer parentheses; null where it cannot be translated.</summary>
    public string? Sql { get; init; }

    /// <summary>Why it cannot be translated, as the middle of a sentence; null where it can.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the expression holds for every value that the destination's types allow.</summary>
    public bool IsAlwaysTrue => Sql == "true";
}
