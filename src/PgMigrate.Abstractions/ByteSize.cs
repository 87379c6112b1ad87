using System.Globalization;

namespace PgMigrate;

/// <summary>Writes sizes as people read them.</summary>
public static class ByteSize
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB"];

    /// <summary>A number of bytes in the largest unit of 1024 that leaves at least 1, such as <c>1.5 MB</c>.</summary>
    public static string Format(long bytes)
    {
        double amount = bytes;
        var unit = 0;
        while (Math.Abs(amount) >= 1024 && unit < Units.Length - 1)
        {
            amount /= 1024;
            unit++;
        }

        return amount.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
