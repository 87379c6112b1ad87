using System.Text;

namespace PgMigrate.Engine.Archives;

/// <summary>Decodes the text of a script's statements.</summary>
internal static class ScriptText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, with the meaning that it has where standard_conforming_strings is on.</summary>
    /// <param name="bytes">The bytes in UTF-8.</param>
    /// <param name="escaped">Where strings begin whose backslashes are escapes, and that do not say so.</param>
    /// <param name="hasCarriageReturns">Whether each line ends with a carriage return, which is no part of the text.</param>
    /// <param name="file">What errors call the script.</param>
    /// <param name="line">The line where the text begins.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, IReadOnlyList<int> escaped, bool hasCarriageReturns, string file, long line)
    {
        try
        {
            var text = new StringBuilder(bytes.Length + (2 * escaped.Count));
            var done = 0;
            foreach (var place in escaped)
            {
                text.Append(Strict.GetString(bytes[done..place])).Append(" E");
                done = place;
            }

            var decoded = escaped.Count == 0 ? Strict.GetString(bytes) : text.Append(Strict.GetString(bytes[done..])).ToString();
            return hasCarriageReturns ? decoded.Replace("\r\n", "\n", StringComparison.Ordinal) : decoded;
        }
        catch (DecoderFallbackException error)
        {
            throw ScriptErrors.Encoding(
                file, line + bytes[..Math.Clamp(error.Index, 0, bytes.Length)].Count((byte)'\n'), "the text is not UTF-8",
                "Dump with --encoding=UTF8, or say with SET client_encoding at the script's head what it is written in.");
        }
    }
}
