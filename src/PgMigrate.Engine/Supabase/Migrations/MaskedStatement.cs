namespace PgMigrate.Engine.Supabase;

/// <summary>Hides the passwords of statements that are shown, character by character, so that every place in them stays what it is. Pure.</summary>
internal static class MaskedStatement
{
    private const string Password = "PASSWORD";

    /// <summary>The statement with stars in each string behind PASSWORD (CREATE ROLE … PASSWORD '…', OPTIONS (password '…')).</summary>
    public static string Of(string statement)
    {
        if (!statement.Contains(Password, StringComparison.OrdinalIgnoreCase)) return statement;
        var masked = statement.ToCharArray();
        var lexer = new SqlLexer(statement);
        var isNext = false;
        for (var token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next())
        {
            if (isNext && token.Kind == SqlTokenKind.Other) Mask(masked.AsSpan(token.Start, token.End - token.Start));
            isNext = lexer.TextOf(token).Trim("\"").Equals(Password, StringComparison.OrdinalIgnoreCase) || (isNext && lexer.TextOf(token) is "=");
        }

        return new(masked);
    }

    /// <summary>The quotes and the line breaks stay.</summary>
    private static void Mask(Span<char> text)
    {
        var quote = text.IndexOf('\'');
        if (quote < 0 && text[0] != '$') return;
        for (var place = Math.Max(quote, 0) + 1; place < text.Length - 1; place++)
        {
            if (text[place] is not ('\n' or '\r')) text[place] = '*';
        }
    }
}
