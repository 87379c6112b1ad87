namespace PgMigrate.Engine.Archives;

/// <summary>A statement's words, names and marks, for telling what it is about.</summary>
internal sealed class StatementTokens
{
    private readonly string text;
    private readonly List<SqlToken> tokens = [];

    /// <param name="text">The statement.</param>
    /// <param name="most">How many tokens are looked at.</param>
    public StatementTokens(string text, int most = int.MaxValue)
    {
        this.text = text;
        var lexer = new SqlLexer(text);
        for (var token = lexer.Next(); token.Kind != SqlTokenKind.End && tokens.Count < most; token = lexer.Next()) tokens.Add(token);
    }

    public int Count => tokens.Count;

    /// <summary>Where the token begins and ends in the statement.</summary>
    public SqlToken TokenAt(int index) => tokens[index];

    /// <summary>The token's characters; none behind the end.</summary>
    public ReadOnlySpan<char> this[int index] => index >= 0 && index < tokens.Count ? text.AsSpan(tokens[index].Start, tokens[index].End - tokens[index].Start) : [];

    public SqlTokenKind KindOf(int index) => index >= 0 && index < tokens.Count ? tokens[index].Kind : SqlTokenKind.End;

    /// <summary>Whether the token is the key word, in any case of letters.</summary>
    public bool Is(int index, string word) => KindOf(index) == SqlTokenKind.Word && this[index].Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the tokens from that one on are those key words.</summary>
    public bool Are(int index, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (!Is(index++, word)) return false;
        }

        return true;
    }

    /// <summary>The first place of the key word from an index on; -1 where there is none.</summary>
    public int Find(string word, int from = 0)
    {
        for (var index = from; index < tokens.Count; index++)
        {
            if (Is(index, word)) return index;
        }

        return -1;
    }

    /// <summary>The name that the token is; null for what is none.</summary>
    public string? NameAt(int index) => KindOf(index) switch
    {
        SqlTokenKind.Word => this[index].ToString().ToLowerInvariant(),
        SqlTokenKind.Other when this[index] is ['"', .., '"'] quoted && quoted.Length > 2 => quoted[1..^1].ToString().Replace("\"\"", "\"", StringComparison.Ordinal),
        _ => null,
    };

    /// <summary>The text of a plain string; null for what is none.</summary>
    public string? StringAt(int index) => this[index] is ['\'', .., '\''] quoted && quoted.Length >= 2
        ? quoted[1..^1].ToString().Replace("''", "'", StringComparison.Ordinal)
        : null;

    /// <summary>The name with its schema, as it stands at that place, and the place behind it; null where none is there.</summary>
    public (string? Schema, string Name, int Next)? QualifiedNameAt(int index)
    {
        if (NameAt(index) is not { } first) return null;
        return KindOf(index + 1) == SqlTokenKind.Dot && NameAt(index + 2) is { } second ? (first, second, index + 3) : (null, first, index + 1);
    }

    /// <summary>The text from one token up to another, which is not a part of it.</summary>
    public string Between(int from, int upto) => from >= upto || upto > tokens.Count ? "" : text[tokens[from].Start..tokens[upto - 1].End];

    /// <summary>The place behind the parenthesis that closes the one at that place.</summary>
    public int BehindParentheses(int index)
    {
        var depth = 0;
        do
        {
            depth += KindOf(index) switch { SqlTokenKind.OpenParenthesis => 1, SqlTokenKind.CloseParenthesis => -1, _ => 0 };
            index++;
        }
        while (depth > 0 && index < tokens.Count);
        return index;
    }
}
