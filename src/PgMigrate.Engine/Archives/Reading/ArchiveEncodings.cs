using System.Text;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// The character sets that archives may be written in (PostgreSQL documentation, Character Set Support): those whose letters mean the same to
/// .NET as to PostgreSQL, byte for byte.
/// </summary>
internal static class ArchiveEncodings
{
    /// <summary>What a database says that knows no letters, only bytes.</summary>
    public const string Unknown = "SQL_ASCII";

    /// <summary>UTF-8 that refuses what is none.</summary>
    public static Encoding Utf8 { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The code pages of the sets of one byte a letter.</summary>
    private static readonly Dictionary<string, int> CodePages = new(StringComparer.OrdinalIgnoreCase)
    {
        ["LATIN1"] = 28591,
        ["LATIN2"] = 28592,
        ["LATIN3"] = 28593,
        ["LATIN4"] = 28594,
        ["LATIN5"] = 28599,
        ["LATIN7"] = 28603,
        ["LATIN9"] = 28605,
        ["ISO_8859_5"] = 28595,
        ["ISO_8859_6"] = 28596,
        ["WIN866"] = 866,
        ["WIN874"] = 874,
        ["WIN1250"] = 1250,
        ["WIN1251"] = 1251,
        ["WIN1252"] = 1252,
        ["WIN1253"] = 1253,
        ["WIN1254"] = 1254,
        ["WIN1256"] = 1256,
        ["WIN1257"] = 1257,
        ["WIN1258"] = 1258,
        ["KOI8R"] = 20866,
    };

    public static IEnumerable<string> Names => CodePages.Keys;

    /// <summary>The set of that name; null for one that can't be read. SQL_ASCII says nothing, and is taken for UTF-8 as far as it is that.</summary>
    public static Encoding? Find(string name) => name.ToUpperInvariant() switch
    {
        "UTF8" or "UNICODE" or Unknown => Utf8,
        _ => CodePages.TryGetValue(name, out var page) ? OneByte(name, page) : null,
    };

    private static SingleByteEncoding OneByte(string name, int page)
    {
        var letters = (CodePagesEncodingProvider.Instance.GetEncoding(page) ?? Encoding.GetEncoding(page)).GetString([.. Enumerable.Range(0, 256).Select(one => (byte)one)]);
        return new(name, letters, name.StartsWith("LATIN", StringComparison.OrdinalIgnoreCase) || name.StartsWith("ISO", StringComparison.OrdinalIgnoreCase));
    }
}
