namespace PgMigrate.Engine;

/// <summary>
/// Follows one statement to tell whether a semicolon in it is within BEGIN ATOMIC … END, the body of CREATE [OR REPLACE] FUNCTION or
/// PROCEDURE, which holds statements of its own (PostgreSQL 14, CREATE FUNCTION).
/// </summary>
internal ref struct RoutineBody
{
    private static readonly string[] Beginning = ["CREATE", "OR", "REPLACE"];

    private int seen;
    private bool isRoutine;
    private bool isOther;
    private bool isIn;
    private int cases;
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
    public void Take(SqlToken token, SqlLexer lexer)
    {
        if (isRoutine) Follow(token, lexer);
        else if (!isOther) Recognize(token, lexer);
    }

    private void Recognize(SqlToken token, SqlLexer lexer)
    {
        if (seen is 1 or 3 && (lexer.Is(token, "FUNCTION") || lexer.Is(token, "PROCEDURE"))) isRoutine = true;
        else if (seen < Beginning.Length && lexer.Is(token, Beginning[seen])) seen++;
        else isOther = true;
    }

    private void Follow(SqlToken token, SqlLexer lexer)
    {
        if (!isIn) isIn = before == Before.Begin && lexer.Is(token, "ATOMIC");
        // What AS or a dot announces is a name, be it a key word's.
        else if (before == Before.Name) token = default;
        else if (lexer.Is(token, "CASE")) cases++;
        else if (lexer.Is(token, "END") && cases > 0) cases--;
        // Each statement of the body has its semicolon: where one may begin, END is the body's.
        else if (lexer.Is(token, "END") && before == Before.Statement) isIn = false;
        before = Place(token, lexer);
    }

    private readonly Before Place(SqlToken token, SqlLexer lexer) => token.Kind switch
    {
        SqlTokenKind.Semicolon => Before.Statement,
        SqlTokenKind.Dot => Before.Name,
        SqlTokenKind.Word when lexer.Is(token, "BEGIN") => Before.Begin,
        SqlTokenKind.Word when lexer.Is(token, "ATOMIC") && before == Before.Begin => Before.Statement,
        SqlTokenKind.Word when lexer.Is(token, "AS") => Before.Name,
        _ => Before.Other,
    };
}
