namespace PgMigrate.Engine.Sqlite;

/// <summary>One token of SQLite's SQL.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The name, string, digits or operator, without its quotes; the hex digits of a blob.</param>
/// <param name="Start">The offset of its first character.</param>
/// <param name="End">The offset behind its last character.</param>
internal readonly record struct SqliteToken(SqliteTokenKind Kind, string Text, int Start, int End)
{
    /// <summary>Whether it may stand for a name.</summary>
    public bool IsName
        => Kind is SqliteTokenKind.Word or SqliteTokenKind.DoubleQuoted or SqliteTokenKind.QuotedName or SqliteTokenKind.String;

    /// <summary>Whether it is this keyword, without quotes.</summary>
    public bool IsWord(string word) => Kind == SqliteTokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsOperator(string text) => Kind == SqliteTokenKind.Operator && Text == text;
}
