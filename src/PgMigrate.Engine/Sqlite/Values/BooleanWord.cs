using System.Text;

namespace PgMigrate.Engine.Sqlite;

/// <summary>The words that PostgreSQL reads as boolean (documentation, Boolean Type), unabbreviated or one letter.</summary>
internal static class BooleanWord
{
    /// <summary>The word's value; null where it is none.</summary>
    public static bool? Parse(ReadOnlySpan<byte> text)
    {
        switch (text.Length)
        {
            case 1:
                return text[0] switch
                {
                    (byte)'t' or (byte)'T' or (byte)'y' or (byte)'Y' or (byte)'1' => true,
                    (byte)'f' or (byte)'F' or (byte)'n' or (byte)'N' or (byte)'0' => false,
                    _ => null,
                };
            case 2 when Ascii.EqualsIgnoreCase(text, "no"u8):
            case 3 when Ascii.EqualsIgnoreCase(text, "off"u8):
            case 5 when Ascii.EqualsIgnoreCase(text, "false"u8):
                return false;
            case 2 when Ascii.EqualsIgnoreCase(text, "on"u8):
            case 3 when Ascii.EqualsIgnoreCase(text, "yes"u8):
            case 4 when Ascii.EqualsIgnoreCase(text, "true"u8):
                return true;
            default:
                return null;
        }
    }
}
