namespace PgMigrate.Engine.Sqlite;

/// <summary>Walks over the tokens of one SQL text.</summary>
internal sealed class TokenCursor(string sql)
{
    private readonly IReadOnlyList<SqliteToken> tokens = SqliteTokenizer.Tokenize(sql);
    private int position;

    public SqliteToken Current => tokens[position];

    public bool IsAtEnd => Current.Kind == SqliteTokenKind.End;

    public SqliteToken Peek(int distance = 1) => tokens[Math.Min(position + distance, tokens.Count - 1)];

    public SqliteToken Take()
    {
        var token = Current;
        if (!IsAtEnd) position++;
        return token;
    }

    /// <summary>Takes these keywords if they are the next tokens.</summary>
    public bool TakeWords(params string[] words)
    {
        for (var index = 0; index < words.Length; index++)
        {
            if (!Peek(index).IsWord(words[index])) return false;
        }

        position += words.Length;
        return true;
    }

    public bool TakeOperator(string text)
    {
        if (!Current.IsOperator(text)) return false;
        position++;
        return true;
    }

    public void Expect(string text)
    {
        if (!TakeOperator(text)) throw Unexpected($"'{text}'");
    }

    public void ExpectWord(string word)
    {
        if (!TakeWords(word)) throw Unexpected(word);
    }

    public string TakeName() => Current.IsName ? Take().Text : throw Unexpected("a name");

    /// <summary>Takes a parenthesised text and returns what is between the parentheses, as written.</summary>
    public string TakeParenthesised()
    {
        Expect("(");
        var start = Current.Start;
        for (var depth = 1; ;)
        {
            if (IsAtEnd) throw Unexpected("')'");
            var token = Take();
            if (token.IsOperator("(")) depth++;
            if (token.IsOperator(")") && --depth == 0) return sql[start..token.Start].Trim();
        }
    }

    /// <summary>The text from a token on, as written.</summary>
    public string TextFrom(SqliteToken token) => sql[token.Start..].Trim().TrimEnd(';').TrimEnd();

    public SqliteSyntaxException Unexpected(string expected) =>
        new(IsAtEnd ? $"{expected} is missing at the end" : $"{expected} is missing before '{sql[Current.Start..Current.End]}'");
}
