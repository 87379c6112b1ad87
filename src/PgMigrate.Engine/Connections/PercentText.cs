using System.Text;

namespace PgMigrate.Engine.Connections;

/// <summary>Percent-encoding as RFC 3986 has it, strict when read.</summary>
internal static class PercentText
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes a part of a URL.</summary>
    /// <param name="text">The part as written.</param>
    /// <param name="part">What an error calls it, such as <c>password</c>.</param>
    /// <param name="plusIsSpace">Whether the client reads <c>+</c> as a space there, as those do that use a form decoder.</param>
    public static string Decode(string text, string part, bool plusIsSpace = false)
    {
        if (plusIsSpace) text = text.Replace('+', ' ');
        if (!text.Contains('%', StringComparison.Ordinal)) return Clean(text, part);

        var bytes = new List<byte>(text.Length);
        var position = 0;
        while (position < text.Length)
        {
            var percent = text.IndexOf('%', position);
            var end = percent < 0 ? text.Length : percent;
            bytes.AddRange(Encoding.UTF8.GetBytes(text[position..end]));
            position = end;
            if (percent < 0) break;

            if (percent + 2 >= text.Length || !char.IsAsciiHexDigit(text[percent + 1]) || !char.IsAsciiHexDigit(text[percent + 2]))
            {
                throw EndpointErrors.BadPercent(part);
            }

            bytes.Add(Convert.FromHexString(text.AsSpan(percent + 1, 2))[0]);
            position = percent + 3;
        }

        try
        {
            return Clean(StrictUtf8.GetString(bytes.ToArray()), part);
        }
        catch (DecoderFallbackException)
        {
            throw EndpointErrors.BadPercent(part);
        }
    }

    /// <summary>
    /// Encodes all but letters, digits and <c>-._~</c>, so that the result reads the same unquoted in every .env grammar:
    /// no blank, quote, <c>#</c>, <c>$</c> or backslash is left.
    /// </summary>
    public static string Encode(string text) => Uri.EscapeDataString(text);

    /// <summary>As <see cref="Encode"/>, with the characters left that make paths and lists readable and mean nothing in a query.</summary>
    public static string EncodeValue(string text) => Encode(text)
        .Replace("%2F", "/", StringComparison.Ordinal)
        .Replace("%3A", ":", StringComparison.Ordinal)
        .Replace("%2C", ",", StringComparison.Ordinal)
        .Replace("%2A", "*", StringComparison.Ordinal);

    private static string Clean(string text, string part)
        => text.Contains('\0', StringComparison.Ordinal)
            ? throw EndpointErrors.Invalid($"The {part} holds a NUL character.", $"Correct the {part}: PostgreSQL takes no NUL character.")
            : text;
}
