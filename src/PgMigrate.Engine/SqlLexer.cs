namespace PgMigrate.Engine;

/// <summary>
/// Cuts PostgreSQL's SQL into tokens, as far as it matters for finding where statements end (PostgreSQL, psqlscan.l and scan.l, with
/// standard_conforming_strings on, as <see cref="Connections.SessionSettings"/> sets it). Blanks and comments are no tokens.
/// </summary>
internal ref struct SqlLexer(string text)
{
    /// <summary>The id of the error of a text that ends in the midst of something.</summary>
    public const string UnterminatedQuote = "UnterminatedQuote";

    // The mark of the byte order is no blank to the server; psql leaves it out at a file's start.
    private int position = text.StartsWith('\uFEFF') ? 1 : 0;

    /// <summary>The next token; <see cref="SqlTokenKind.End"/> from the text's end on.</summary>
    /// <exception cref="MigrationException">UnterminatedQuote: a quote or comment is open at the end.</exception>
    public SqlToken Next()
    {
        while (SkipBlank())
        {
        }

        var start = position;
        var kind = start >= text.Length ? SqlTokenKind.End : Read(text[start]);
        return new(kind, start, position);
    }

    /// <summary>The token's characters.</summary>
    public readonly ReadOnlySpan<char> TextOf(SqlToken token) => text.AsSpan(token.Start, token.End - token.Start);

    /// <summary>Whether the token is the key word, in any case of letters.</summary>
    public readonly bool Is(SqlToken token, string word)
        => token.Kind == SqlTokenKind.Word && text.AsSpan(token.Start, token.End - token.Start).Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Skips one blank or comment; false where there is none.</summary>
    private bool SkipBlank()
    {
        if (position >= text.Length) return false;
        if (IsBlank(text[position])) position++;
        else if (IsAt("--")) SkipLine();
        else if (IsAt("/*")) SkipComment();
        else return false;
        return true;
    }

    private void SkipLine()
    {
        var length = text.AsSpan(position).IndexOfAny('\n', '\r');
        position = length < 0 ? text.Length : position + length;
    }

    /// <summary>Comments nest.</summary>
    private void SkipComment()
    {
        var start = position;
        position += 2;
        for (var depth = 1; depth > 0;)
        {
            if (position >= text.Length) throw Unterminated("comment", start);
            depth += IsAt("/*") ? 1 : IsAt("*/") ? -1 : 0;
            position += IsAt("/*") || IsAt("*/") ? 2 : 1;
        }
    }

    private SqlTokenKind Read(char first)
    {
        switch (first)
        {
            case '\'':
                ReadQuoted(first, "string");
                return SqlTokenKind.Other;
            case '"':
                ReadQuoted(first, "quoted name");
                return SqlTokenKind.Other;
            case '$' when TagLength() is > 0 and var length:
                ReadDollarQuoted(length);
                return SqlTokenKind.Other;
            // The other letters before a string (B, X, N, U&) change nothing about where it ends.
            case 'e' or 'E' when position + 1 < text.Length && text[position + 1] == '\'':
                position++;
                ReadEscaped();
                return SqlTokenKind.Other;
        }

        if (IsNameStart(first))
        {
            while (++position < text.Length && (IsNameStart(text[position]) || char.IsAsciiDigit(text[position]) || text[position] == '$'))
            {
            }

            return SqlTokenKind.Word;
        }

        position++;
        if (char.IsAsciiDigit(first)) SkipDigits();
        return first switch
        {
            '(' => SqlTokenKind.OpenParenthesis,
            ')' => SqlTokenKind.CloseParenthesis,
            ';' => SqlTokenKind.Semicolon,
            '.' => SqlTokenKind.Dot,
            _ => SqlTokenKind.Other,
        };
    }

    /// <summary>The dot of a number is none before a name.</summary>
    private void SkipDigits()
    {
        while (position < text.Length && (char.IsAsciiDigit(text[position]) || (text[position] == '.' && !IsAt("..")))) position++;
    }

    /// <summary>A doubled quote within is the text's own.</summary>
    private void ReadQuoted(char quote, string what)
    {
        var start = position;
        do
        {
            var end = text.IndexOf(quote, position + 1);
            position = end < 0 ? throw Unterminated(what, start) : end + 1;
        }
        while (position < text.Length && text[position] == quote);
    }

    /// <summary>A string with backslashes, and what continues it: the next string after blanks with a line break takes them, too.</summary>
    private void ReadEscaped()
    {
        var start = position;
        do
        {
            while (++position < text.Length && text[position] != '\'')
            {
                if (text[position] == '\\') position++;
            }

            if (position >= text.Length) throw Unterminated("string", start);
            position++;
        }
        while (IsAt("'") || SkipToContinuation());
    }

    /// <summary>Moves to the quote that continues a string; stays where there is none.</summary>
    private bool SkipToContinuation()
    {
        var (end, hasLineBreak) = (position, false);
        while (position < text.Length && !IsAt("/*"))
        {
            hasLineBreak |= text[position] is '\n' or '\r';
            if (!SkipBlank()) break;
        }

        if (hasLineBreak && IsAt("'")) return true;
        position = end;
        return false;
    }

    private void ReadDollarQuoted(int tagLength)
    {
        var start = position;
        var end = text.IndexOf(text.Substring(start, tagLength), start + tagLength, StringComparison.Ordinal);
        position = end < 0 ? throw Unterminated("dollar-quoted string", start) : end + tagLength;
    }

    /// <summary>The length of $tag$ here; 0 for another dollar.</summary>
    private readonly int TagLength()
    {
        var end = position + 1;
        if (end < text.Length && IsNameStart(text[end]))
        {
            while (++end < text.Length && (IsNameStart(text[end]) || char.IsAsciiDigit(text[end])))
            {
            }
        }

        return end < text.Length && text[end] == '$' ? end + 1 - position : 0;
    }

    private readonly bool IsAt(string characters) => text.AsSpan(position).StartsWith(characters, StringComparison.Ordinal);

    private static bool IsBlank(char character) => character is ' ' or '\t' or '\n' or '\r' or '\f' or '\v';

    private static bool IsNameStart(char character) => char.IsAsciiLetter(character) || character is '_' or > '\u007F';

    private readonly MigrationException Unterminated(string what, int start)
    {
        var line = text.AsSpan(0, start).Count('\n') + 1;
        return new(UnterminatedQuote, MigrationErrorCategory.InvalidData, $"The {what} that begins in line {line} does not end.")
        {
            Subject = $"line {line}",
            Remedy = "Close it, or look whether the text was cut off.",
        };
    }
}
