namespace PgMigrate.Engine.Archives;

/// <summary>Decodes bytea's two text forms (PostgreSQL documentation, Binary Data Types).</summary>
internal static class ByteaText
{
    private const string Hex = "\\x";

    /// <summary>The bytes of a string in a statement; null where they are not understood.</summary>
    public static byte[]? Decode(StatementTokens statement, int index)
    {
        var text = statement.StringAt(index);
        // In E'…' each backslash of the form is doubled.
        if (text is null && statement[index] is ['E' or 'e', '\'', .., '\''] escaped)
        {
            text = escaped[2..^1].ToString().Replace("''", "'", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
        }

        return text is null ? null : text.StartsWith(Hex, StringComparison.Ordinal) ? FromHex(text.AsSpan(Hex.Length)) : FromEscaped(text);
    }

    private static byte[]? FromHex(ReadOnlySpan<char> digits)
    {
        var isHex = digits.Length % 2 == 0;
        foreach (var digit in digits) isHex &= char.IsAsciiHexDigit(digit);
        return isHex ? Convert.FromHexString(digits) : null;
    }

    /// <summary>A backslash before another one, or before three octal digits.</summary>
    private static byte[]? FromEscaped(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] > '\u007F') return null;
            if (text[index] != '\\') bytes.Add((byte)text[index]);
            else if (index + 1 < text.Length && text[index + 1] == '\\')
            {
                bytes.Add((byte)'\\');
                index++;
            }
            else if (index + 3 < text.Length && text[index + 1] is >= '0' and <= '3' && text[index + 2] is >= '0' and <= '7' && text[index + 3] is >= '0' and <= '7')
            {
                bytes.Add((byte)(((text[index + 1] - '0') << 6) + ((text[index + 2] - '0') << 3) + text[index + 3] - '0'));
                index += 3;
            }
            else return null;
        }

        return [.. bytes];
    }
}
