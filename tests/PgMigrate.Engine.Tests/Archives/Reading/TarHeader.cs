using System.Text;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>The header of a member of a tar file.</summary>
internal static class TarHeader
{
    /// <summary>Writes the sum of a header into it.</summary>
    public static void Sign(Span<byte> header)
    {
        header.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var one in header[..512]) sum += one;
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ", header[148..]);
    }

    /// <summary>The size of the member.</summary>
    public static int SizeOf(ReadOnlySpan<byte> header) => Convert.ToInt32(Encoding.ASCII.GetString(header.Slice(124, 11)).Trim(' ', '\0'), 8);
}
