using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace PgMigrate.Engine.Copy;

/// <summary>Prints single fields of COPY's binary format, for messages.</summary>
internal static class BinaryField
{
    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The field's value where its type is printed plainly; otherwise its bytes in hexadecimal.</summary>
    public static string ToText(string type, ReadOnlySpan<byte> field) => (type, field.Length) switch
    {
        ("smallint", 2) => Invariant(BinaryPrimitives.ReadInt16BigEndian(field)),
        ("integer", 4) => Invariant(BinaryPrimitives.ReadInt32BigEndian(field)),
        ("bigint", 8) => Invariant(BinaryPrimitives.ReadInt64BigEndian(field)),
        ("double precision", 8) => Invariant(BinaryPrimitives.ReadDoubleBigEndian(field)),
        ("boolean", 1) => field[0] == 0 ? "f" : "t",
        ("date", 4) => Date(BinaryPrimitives.ReadInt32BigEndian(field)),
        ("uuid", 16) => new Guid(field, bigEndian: true).ToString(),
        _ when type.StartsWith("timestamp", StringComparison.Ordinal) && field.Length == 8
            => Timestamp(BinaryPrimitives.ReadInt64BigEndian(field)),
        _ when IsText(type) => Escape(Encoding.UTF8.GetString(field)),
        _ => "\\\\x" + Convert.ToHexString(field).ToLowerInvariant(),
    };

    private static bool IsText(string type)
        => type is "text" or "json" || type.StartsWith("character", StringComparison.Ordinal);

    private static string Invariant<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static string Date(int days) => Math.Abs((long)days) < 2_900_000 && days > -730_000
        ? Epoch.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : Invariant(days) + " days from 2000-01-01";

    private static string Timestamp(long microseconds) => microseconds is > -63_000_000_000_000_000 and < 252_000_000_000_000_000
        ? Epoch.AddTicks(microseconds * 10).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)
        : Invariant(microseconds) + " microseconds from 2000-01-01";

    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\t", "\\t", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("\r", "\\r", StringComparison.Ordinal);
}
