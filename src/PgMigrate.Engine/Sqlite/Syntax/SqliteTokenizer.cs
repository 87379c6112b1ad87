using System.Text;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Cuts SQLite's SQL into tokens, without blanks and comments (SQLite, tokenize.c).</summary>
internal static class SqliteTokenizer
{
    private static readonly string[] LongOperators = ["->>", "||", "->", "<<", ">>", "<=", ">=", "<>", "!=", "=="];

    /// <summary>The tokens, with one <see cref="SqliteTokenKind.End"/> at the end.</summary>
    /// <exception cref="SqliteSyntaxException">A quote is not closed, or a character belongs to no token.</exception>
    public static IReadOnlyList<SqliteToken> Tokenize(string sql)
    {
        var tokens = new List<SqliteToken>();
        var position = 0;
        while ((position = SkipBlanks(sql, position)) < sql.Length)
        {
            var token = ReadToken(sql, position);
            tokens.Add(token);
            position = token.End;
        }

        tokens.Add(new SqliteToken(SqliteTokenKind.End, "", sql.Length, sql.Length));
        return tokens;
    }

    private static int SkipBlanks(string sql, int position)
    {
        while (position < sql.Length)
        {
            if (sql[position] is ' ' or '\t' or '\n' or '\r' or '\f' or '\uFEFF')
            {
                position++;
            }
            else if (sql.AsSpan(position).StartsWith("--", StringComparison.Ordinal))
            {
                var end = sql.IndexOf('\n', position);
                position = end < 0 ? sql.Length : end + 1;
            }
            else if (sql.AsSpan(position).StartsWith("/*", StringComparison.Ordinal))
            {
                // SQLite takes a comment that is not closed as reaching to the end.
                var end = sql.IndexOf("*/", position + 2, StringComparison.Ordinal);
                position = end < 0 ? sql.Length : end + 2;
            }
            else
            {
                break;
            }
        }

        return position;
    }

    private static SqliteToken ReadToken(string sql, int start)
    {
        var first = sql[start];
        if (first is 'x' or 'X' && start + 1 < sql.Length && sql[start + 1] == '\'')
        {
            var (hex, end) = ReadQuoted(sql, start + 1, '\'');
            return new SqliteToken(SqliteTokenKind.Blob, hex, start, end);
        }

        if (IsNameStart(first)) return ReadWhile(sql, start, SqliteTokenKind.Word, IsNamePart);
        if (char.IsAsciiDigit(first) || (first == '.' && start + 1 < sql.Length && char.IsAsciiDigit(sql[start + 1])))
        {
            return ReadNumber(sql, start);
        }

        return first switch
        {
            '\'' => Quoted(sql, start, SqliteTokenKind.String),
            '"' => Quoted(sql, start, SqliteTokenKind.DoubleQuoted),
            '`' => Quoted(sql, start, SqliteTokenKind.QuotedName),
            '[' => Bracketed(sql, start),
            '?' or ':' or '@' or '#' or '$' => ReadWhile(sql, start, SqliteTokenKind.Parameter, IsNamePart),
            _ => ReadOperator(sql, start),
        };
    }

    private static SqliteToken Quoted(string sql, int start, SqliteTokenKind kind)
    {
        var (text, end) = ReadQuoted(sql, start, sql[start]);
        return new SqliteToken(kind, text, start, end);
    }

    private static SqliteToken Bracketed(string sql, int start)
    {
        var end = sql.IndexOf(']', start);
        return end < 0
            ? throw new SqliteSyntaxException("a name's bracket is not closed")
            : new SqliteToken(SqliteTokenKind.QuotedName, sql[(start + 1)..end], start, end + 1);
    }

    private static (string Text, int End) ReadQuoted(string sql, int start, char quote)
    {
        var text = new StringBuilder();
        for (var position = start + 1; position < sql.Length; position++)
        {
            if (sql[position] == quote)
            {
                if (position + 1 >= sql.Length || sql[position + 1] != quote) return (text.ToString(), position + 1);
                position++;
            }

            text.Append(sql[position]);
        }

        throw new SqliteSyntaxException("a quote is not closed");
    }

    private static SqliteToken ReadNumber(string sql, int start)
    {
        if (sql[start] == '0' && start + 2 < sql.Length && sql[start + 1] is 'x' or 'X' && char.IsAsciiHexDigit(sql[start + 2]))
        {
            return ReadWhile(sql, start, SqliteTokenKind.Integer, char.IsAsciiLetterOrDigit);
        }

        var position = Digits(sql, start);
        var kind = SqliteTokenKind.Integer;
        if (position < sql.Length && sql[position] == '.')
        {
            kind = SqliteTokenKind.Real;
            position = Digits(sql, position + 1);
        }

        if (position < sql.Length && sql[position] is 'e' or 'E')
        {
            var exponent = position + 1;
            if (exponent < sql.Length && sql[exponent] is '+' or '-') exponent++;
            if (exponent < sql.Length && char.IsAsciiDigit(sql[exponent]))
            {
                kind = SqliteTokenKind.Real;
                position = Digits(sql, exponent);
            }
        }

        // Underscores between digits: SQLite 3.46.
        return new SqliteToken(kind, sql[start..position].Replace("_", "", StringComparison.Ordinal), start, position);
    }

    private static int Digits(string sql, int position)
    {
        while (position < sql.Length && (char.IsAsciiDigit(sql[position]) || sql[position] == '_')) position++;
        return position;
    }

    private static SqliteToken ReadOperator(string sql, int start)
    {
        foreach (var candidate in LongOperators)
        {
            if (string.CompareOrdinal(sql, start, candidate, 0, candidate.Length) == 0)
            {
                return new SqliteToken(SqliteTokenKind.Operator, candidate, start, start + candidate.Length);
            }
        }

        return "(),.;=<>+-*/%&|~".Contains(sql[start], StringComparison.Ordinal)
            ? new SqliteToken(SqliteTokenKind.Operator, sql[start].ToString(), start, start + 1)
            : throw new SqliteSyntaxException($"the character '{sql[start]}' is not SQL");
    }

    private static SqliteToken ReadWhile(string sql, int start, SqliteTokenKind kind, Func<char, bool> belongs)
    {
        var end = start + 1;
        while (end < sql.Length && belongs(sql[end])) end++;
        return new SqliteToken(kind, sql[start..end], start, end);
    }

    private static bool IsNameStart(char character) => char.IsAsciiLetter(character) || character == '_' || character > '\u007F';

    private static bool IsNamePart(char character) => IsNameStart(character) || char.IsAsciiDigit(character) || character == '$';
}
