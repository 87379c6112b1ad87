using System.Text;

namespace PgMigrate.Engine.Archives;

/// <summary>The character sets that a script may be written in, by PostgreSQL's names (PostgreSQL documentation, Character Set Support).</summary>
internal static class ScriptEncodings
{
    /// <summary>By name in small letters without marks: those whose every character is one byte, as .NET calls them.</summary>
    private static readonly Dictionary<string, string> Names = new()
    {
        ["latin1"] = "iso-8859-1",
        ["iso88591"] = "iso-8859-1",
        ["latin2"] = "iso-8859-2",
        ["iso88592"] = "iso-8859-2",
        ["latin3"] = "iso-8859-3",
        ["iso88593"] = "iso-8859-3",
        ["latin4"] = "iso-8859-4",
        ["iso88594"] = "iso-8859-4",
        ["iso88595"] = "iso-8859-5",
        ["iso88596"] = "iso-8859-6",
        ["iso88597"] = "iso-8859-7",
        ["iso88598"] = "iso-8859-8",
        ["latin5"] = "iso-8859-9",
        ["iso88599"] = "iso-8859-9",
        ["latin7"] = "iso-8859-13",
        ["iso885913"] = "iso-8859-13",
        ["latin9"] = "iso-8859-15",
        ["iso885915"] = "iso-8859-15",
        ["win1250"] = "windows-1250",
        ["win1251"] = "windows-1251",
        ["win"] = "windows-1251",
        ["win1252"] = "windows-1252",
        ["win1253"] = "windows-1253",
        ["win1254"] = "windows-1254",
        ["win1255"] = "windows-1255",
        ["win1256"] = "windows-1256",
        ["win1257"] = "windows-1257",
        ["win1258"] = "windows-1258",
        ["win866"] = "cp866",
        ["alt"] = "cp866",
        ["win874"] = "windows-874",
        ["koi8r"] = "koi8-r",
        ["koi8"] = "koi8-r",
        ["koi8u"] = "koi8-u",
    };

    /// <summary>
    /// Whether the name is UTF-8's, or none at all: text of SQL_ASCII is whatever it was put in as, which may be UTF-8 and is checked as it
    /// is read.
    /// </summary>
    public static bool IsUtf8(string name) => Plain(name) is "utf8" or "unicode" or "sqlascii";

    /// <summary>The encoding of that name; null for one that has characters of several bytes, or that nobody knows.</summary>
    public static Encoding? Find(string name) => Names.TryGetValue(Plain(name), out var known)
        ? CodePagesEncodingProvider.Instance.GetEncoding(known, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
            ?? Encoding.GetEncoding(known, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
        : null;

    /// <summary>Whether both names are one encoding's.</summary>
    public static bool AreSame(string one, string other)
        => Plain(one) == Plain(other) || (Names.TryGetValue(Plain(one), out var known) && Names.TryGetValue(Plain(other), out var second) && known == second);

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
