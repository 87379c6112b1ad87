using System.Buffers.Text;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Uuids as text: 36 characters with hyphens, or 32 hexadecimal digits.</summary>
internal static class UuidText
{
    public static bool TryParse(ReadOnlySpan<byte> text, out Guid value)
    {
        value = default;
        return text.Length is 36 or 32
            && Utf8Parser.TryParse(text, out value, out var length, text.Length == 36 ? 'D' : 'N')
            && length == text.Length;
    }
}
