using System.Globalization;
using System.Text;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// A character set of one byte a letter, for reading. Bytes that are no letter are refused, as PostgreSQL does, where .NET makes letters of
/// private use or control characters of them.
/// </summary>
internal sealed class SingleByteEncoding : Encoding
{
    private const char None = '\0';

    private readonly char[] letters;

    /// <param name="name">PostgreSQL's name.</param>
    /// <param name="letters">The 256 letters.</param>
    /// <param name="hasControls">Whether the set has the control characters from 0x80 on.</param>
    public SingleByteEncoding(string name, string letters, bool hasControls)
    {
        WebName = name;
        this.letters = [.. letters.Select(letter => IsNone(letter, hasControls) ? None : letter)];
    }

    public override string WebName { get; }

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        for (var place = 0; place < byteCount; place++)
        {
            var one = bytes[byteIndex + place];
            var letter = letters[one];
            if (letter == None && one != 0) throw new DecoderFallbackException(string.Create(CultureInfo.InvariantCulture, $"The byte {one:x2} is no letter."), [one], place);
            chars[charIndex + place] = letter;
        }

        return byteCount;
    }

    public override int GetMaxCharCount(int byteCount) => byteCount;

    public override int GetByteCount(char[] chars, int index, int count) => throw new NotSupportedException();

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => throw new NotSupportedException();

    public override int GetMaxByteCount(int charCount) => charCount;

    private static bool IsNone(char letter, bool hasControls) => letter is '\uFFFD' || char.GetUnicodeCategory(letter) == UnicodeCategory.PrivateUse
        || (!hasControls && letter is >= '\u0080' and < '\u00A0');
}
