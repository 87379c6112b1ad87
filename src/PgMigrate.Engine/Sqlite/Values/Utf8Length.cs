namespace PgMigrate.Engine.Sqlite;

/// <summary>Counts the characters of UTF-8 text as PostgreSQL does: by code points.</summary>
internal static class Utf8Length
{
    public static int Count(ReadOnlySpan<byte> text)
    {
        if (System.Text.Ascii.IsValid(text)) return text.Length;
        var count = 0;
        foreach (var unit in text) count += (unit & 0xC0) != 0x80 ? 1 : 0;
        return count;
    }
}
