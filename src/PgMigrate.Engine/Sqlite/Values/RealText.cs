using System.Globalization;

namespace PgMigrate.Engine.Sqlite;

/// <summary>
/// A finite REAL as the shortest decimal text that reads back as the same REAL, in SQLite's form: <c>1.0</c>, <c>1.0e+20</c>.
/// </summary>
internal static class RealText
{
    private const int MostPlaces = 6;
    private const double MostDigits = 1e15;

    private static ReadOnlySpan<double> Powers => [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6];

    /// <summary>
    /// Finds the shortest decimal of a REAL that has few digits, as money and measures have, without printing it: unscaled / 10^scale.
    /// Two decimals of up to 15 digits are never the same double, so the first that divides back to the value is the shortest.
    /// </summary>
    public static bool TryShorten(double value, out long unscaled, out int scale)
    {
        for (scale = 0; scale <= MostPlaces; scale++)
        {
            var scaled = Math.Round(value * Powers[scale]);
            if (Math.Abs(scaled) >= MostDigits) break;
            if (scaled / Powers[scale] != value) continue;
            unscaled = (long)scaled;
            return true;
        }

        unscaled = 0;
        return false;
    }

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
