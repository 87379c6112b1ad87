using System.Globalization;

namespace PgMigrate.Engine.Sqlite;

/// <summary>A finite REAL as the shortest decimal text that reads back as the same REAL, in SQLite's form: <c>1.0</c>, <c>1.0e+20</c>.</summary>
internal static class RealText
{
    public static ReadOnlySpan<byte> Format(double value, Span<byte> buffer)
    {
        _ = value.TryFormat(buffer, out var length, "R", CultureInfo.InvariantCulture);
        var exponent = buffer[..length].IndexOf((byte)'E');
        if (exponent >= 0) buffer[exponent] = (byte)'e';
        var digits = exponent < 0 ? length : exponent;
        if (buffer[..digits].Contains((byte)'.')) return buffer[..length];

        // A REAL must not look like an INTEGER.
        buffer[digits..length].CopyTo(buffer[(digits + 2)..]);
        buffer[digits] = (byte)'.';
        buffer[digits + 1] = (byte)'0';
        return buffer[..(length + 2)];
    }
}
