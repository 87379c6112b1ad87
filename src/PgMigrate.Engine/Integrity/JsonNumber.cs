using System.Globalization;
using System.Numerics;

namespace PgMigrate.Engine.Integrity;

/// <summary>Writes JSON numbers so that equal numbers are equal text: jsonb keeps them as numeric, without an exponent.</summary>
internal static class JsonNumber
{
    /// <summary>The number as an integer without trailing zeros and a power of ten, such as <c>15e-1</c> for <c>1.50</c>.</summary>
    public static string Canonical(string text)
    {
        var exponentAt = text.IndexOfAny(['e', 'E']);
        var exponent = exponentAt < 0
            ? BigInteger.Zero
            : BigInteger.Parse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = exponentAt < 0 ? text : text[..exponentAt];
        var pointAt = mantissa.IndexOf('.', StringComparison.Ordinal);
        if (pointAt >= 0) exponent -= mantissa.Length - pointAt - 1;
        var isNegative = mantissa[0] == '-';
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('-').TrimStart('0');
        var significant = digits.TrimEnd('0');
        if (significant.Length == 0) return "0";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(isNegative ? "-" : "")}{significant}e{exponent + digits.Length - significant.Length}");
    }
}
