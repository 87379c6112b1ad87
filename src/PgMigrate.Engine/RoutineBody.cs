namespace PgMigrate.Engine;

/// <summary>
/// Follows one statement to tell whether a semicolon in it is within BEGIN ATOMIC … END, the body of CREATE [OR REPLACE] FUNCTION or
/// PROCEDURE, which holds statements of its own (PostgreSQL 14, CREATE FUNCTION).
/// </summary>
internal struct RoutineBody
{
    private static readonly string[] Beginning = ["CREATE", "OR", "REPLACE"];

    private int seen;
    private bool isRoutine;
    private bool isOther;
    private bool isIn;
    private Before before;

    private enum Before
    {
        Other,
        Begin,
        Statement,
        Name,
    }

    /// <summary>Whether what follows is in a body.</summary>
    public readonly bool IsIn => isIn;

    /// <summary>Takes the statement's next token outside of parentheses.</summary>
    /// <param name="kind">What the token is.</param>
    /// <param name="text">Its characters, as far as it is a word.</param>
    public void Take(SqlTokenKind kind, ReadOnlySpan<char> text)
    {
        if (isRoutine) Follow(kind, text);
        else if (!isOther) Recognize(kind, text);
    }

    private void Recognize(SqlTokenKind kind, ReadOnlySpan<char> text)
    {
        if (seen is 1 or 3 && (Is(kind, text, "FUNCTION") || Is(kind, text, "PROCEDURE"))) isRoutine = true;
        else if (seen < Beginning.Length && Is(kind, text, Beginning[seen])) seen++;
        else isOther = true;
    }

    private void Follow(SqlTokenKind kind, ReadOnlySpan<char> text)
    {
        if (!isIn) isIn = before == Before.Begin && Is(kind, text, "ATOMIC");
        // What AS or a dot announces is a name, be it a key word's.
        else if (before == Before.Name) kind = SqlTokenKind.Other;
        // Each statement of the body has its semicolon: where one may begin, END is the body's, and elsewhere it is a CASE's or a name.
        else if (Is(kind, text, "END") && before == Before.Statement) isIn = false;
        before = Place(kind, text);
    }

    private readonly Before Place(SqlTokenKind kind, ReadOnlySpan<char> text) => kind switch
    {
        SqlTokenKind.Semicolon => Before.Statement,
        SqlTokenKind.Dot => Before.Name,
        SqlTokenKind.Word when Is(kind, text, "BEGIN") => Before.Begin,
        SqlTokenKind.Word when Is(kind, text, "ATOMIC") && before == Before.Begin => Before.Statement,
        SqlTokenKind.Word when Is(kind, text, "AS") => Before.Name,
        _ => Before.Other,
    };

    private static bool Is(SqlTokenKind kind, ReadOnlySpan<char> text, string word)
        => kind == SqlTokenKind.Word && text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
