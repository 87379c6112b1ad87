namespace PgMigrate.Engine;

/// <summary>Splits a text of SQL statements, such as a migration's or an entry's, into single ones.</summary>
public static class SqlScript
{
    /// <summary>
    /// The statements in order, with their lines. A semicolon ends a statement unless it is quoted, in a comment, in parentheses, or in a
    /// routine's BEGIN ATOMIC … END. The text is SQL alone: psql's backslash commands and the rows after COPY … FROM stdin are none.
    /// </summary>
    /// <exception cref="MigrationException">UnterminatedQuote: a string, quoted name or comment does not end.</exception>
    public static IReadOnlyList<SqlStatement> Split(string text)
    {
        var statements = new List<SqlStatement>();
        var lexer = new SqlLexer(text);
        var lines = new LineCount(text);
        while (Next(ref lexer) is { } range)
        {
            if (range.End > range.Start) statements.Add(new(text[range.Start..range.End], range.Start, lines.At(range.Start)));
        }

        return statements;
    }

    /// <summary>Where the next statement begins and ends, which may be nothing between two semicolons; null at the end.</summary>
    private static (int Start, int End)? Next(ref SqlLexer lexer)
    {
        var (start, end, parentheses) = (-1, -1, 0);
        var body = new RoutineBody();
        while (true)
        {
            var token = lexer.Next();
            if (token.Kind == SqlTokenKind.End) return start < 0 ? null : (start, end);
            if (token.Kind == SqlTokenKind.Semicolon && parentheses == 0 && !body.IsIn) return (start, end);
            if (start < 0) start = token.Start;
            end = token.End;
            // One that opens nothing is the server's to complain of.
            if (token.Kind == SqlTokenKind.CloseParenthesis && parentheses > 0) parentheses--;
            if (parentheses == 0) body.Take(token.Kind, lexer.TextOf(token));
            if (token.Kind == SqlTokenKind.OpenParenthesis) parentheses++;
        }
    }

    /// <summary>Counts lines from one place to the next.</summary>
    private ref struct LineCount(string text)
    {
        private int line = 1;
        private int place;

        public int At(int position)
        {
            line += text.AsSpan(place, position - place).Count('\n');
            place = position;
            return line;
        }
    }
}
