namespace PgMigrate.Engine;

/// <summary>What matters of a token for telling where a statement ends.</summary>
internal enum SqlTokenKind
{
    /// <summary>A key word or a name without quotes.</summary>
    Word,
    OpenParenthesis,
    CloseParenthesis,
    Semicolon,
    Dot,

    /// <summary>A string, a quoted name, a number, a character of an operator.</summary>
    Other,
    End,
}
