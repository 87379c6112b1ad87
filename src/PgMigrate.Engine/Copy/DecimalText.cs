namespace PgMigrate.Engine.Copy;

/// <summary>A decimal number as text, taken apart: <c>-0012.50e3</c>. Nothing is rounded.</summary>
internal readonly ref struct DecimalText
{
    private readonly ReadOnlySpan<byte> whole;
    private readonly ReadOnlySpan<byte> fraction;

    private DecimalText(bool isNegative, ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int exponent)
    {
        IsNegative = isNegative;
        this.whole = whole;
        this.fraction = fraction;
        var count = whole.Length + fraction.Length;
        First = LeadingZeros(whole);
        if (First == whole.Length) First += LeadingZeros(fraction);
        End = count;
        while (End > First && this[End - 1] == 0) End--;
        WholeDigits = IsZero ? 0 : whole.Length + exponent - First;
        Scale = Math.Max(0, fraction.Length - exponent);
    }

    public bool IsNegative { get; }

    /// <summary>The index of the first digit that is not zero.</summary>
    public int First { get; }

    /// <summary>The index behind the last digit that is not zero.</summary>
    public int End { get; }

    public bool IsZero => First == End;

    /// <summary>The digits before the decimal point, from the first that is not zero; negative for 0.00x.</summary>
    public int WholeDigits { get; }

    /// <summary>The digits after the decimal point, trailing zeros counted, as PostgreSQL keeps and shows them.</summary>
    public int Scale { get; }

    /// <summary>The digits after the decimal point that are needed.</summary>
    public int SignificantScale => IsZero ? 0 : Math.Max(0, End - First - WholeDigits);

    /// <summary>The digit's value at an index over all digits, leading zeros included.</summary>
    public int this[int index] => (index < whole.Length ? whole[index] : fraction[index - whole.Length]) - '0';

    /// <summary>Parses an optional sign, digits with or without a point, an optional exponent; no spaces, no NaN.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DecimalText value)
    {
        value = default;
        var isNegative = text is [(byte)'-', ..];
        if (text is [(byte)'-' or (byte)'+', ..]) text = text[1..];

        var whole = text[..DigitCount(text)];
        text = text[whole.Length..];
        ReadOnlySpan<byte> fraction = [];
        if (text is [(byte)'.', ..])
        {
            text = text[1..];
            fraction = text[..DigitCount(text)];
            text = text[fraction.Length..];
        }

        if (whole.IsEmpty && fraction.IsEmpty) return false;
        if (!TryParseExponent(text, out var exponent)) return false;
        value = new DecimalText(isNegative, whole, fraction, exponent);
        return true;
    }

    private static bool TryParseExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        if (text.IsEmpty) return true;
        if (text[0] is not ((byte)'e' or (byte)'E')) return false;
        text = text[1..];
        var isNegative = text is [(byte)'-', ..];
        if (text is [(byte)'-' or (byte)'+', ..]) text = text[1..];
        // Seven digits are far beyond what any PostgreSQL type holds.
        if (text.IsEmpty || text.Length > 7 || DigitCount(text) != text.Length) return false;
        foreach (var digit in text) exponent = (exponent * 10) + (digit - '0');
        if (isNegative) exponent = -exponent;
        return true;
    }

    private static int DigitCount(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }

    private static int LeadingZeros(ReadOnlySpan<byte> digits)
    {
        var end = digits.IndexOfAnyExcept((byte)'0');
        return end < 0 ? digits.Length : end;
    }
}
