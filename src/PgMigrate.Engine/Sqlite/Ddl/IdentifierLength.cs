using System.Text;

namespace PgMigrate.Engine.Sqlite;

/// <summary>PostgreSQL's limit of 63 bytes for names (NAMEDATALEN - 1).</summary>
internal static class IdentifierLength
{
    public const int MostBytes = 63;

    public static bool Fits(string name) => Encoding.UTF8.GetByteCount(name) <= MostBytes;

    /// <summary>As much of the name as PostgreSQL keeps, or as leaves room for a suffix of that many bytes.</summary>
    public static string Truncate(string name, int roomForSuffix = 0)
    {
        var kept = new StringBuilder();
        var bytes = roomForSuffix;
        foreach (var rune in name.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MostBytes) break;
            kept.Append(rune.ToString());
        }

        return kept.ToString();
    }
}
