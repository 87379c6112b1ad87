using System.Globalization;

namespace PgMigrate.Engine.Sqlite;

/// <summary>
/// What the encoder needs of one column, with its type's modifiers: PostgreSQL rounds to them in silence, so we check first.
/// </summary>
internal readonly struct ColumnEncoding
{
    /// <summary>No limit.</summary>
    public const int Unlimited = int.MaxValue;

    private ColumnEncoding(ValueConversion conversion, int maxCharacters, int maxWholeDigits, int maxScale, long unit)
    {
        Conversion = conversion;
        MaxCharacters = maxCharacters;
        MaxWholeDigits = maxWholeDigits;
        WholeLimit = maxWholeDigits == Unlimited ? double.PositiveInfinity : Math.Pow(10, maxWholeDigits);
        MaxScale = maxScale;
        Unit = unit;
    }

    public ValueConversion Conversion { get; }

    /// <summary>The characters of varchar(n) and char(n).</summary>
    public int MaxCharacters { get; }

    /// <summary>The digits before the point of numeric(p,s).</summary>
    public int MaxWholeDigits { get; }

    /// <summary>The first value with too many digits before the point: 10 to the power of <see cref="MaxWholeDigits"/>.</summary>
    public double WholeLimit { get; }

    /// <summary>The digits behind the point of numeric(p,s).</summary>
    public int MaxScale { get; }

    /// <summary>The microseconds of the smallest step of time(p) and timestamp(p).</summary>
    public long Unit { get; }

    public static ColumnEncoding Of(ColumnMapping mapping)
    {
        int maxCharacters = Unlimited, maxWholeDigits = Unlimited, maxScale = Unlimited;
        long unit = 1;
        var modifiers = Modifiers(mapping.Type);
        if (modifiers.Length > 0)
        {
            switch (mapping.Conversion)
            {
                case ValueConversion.Text:
                    maxCharacters = modifiers[0];
                    break;
                case ValueConversion.Numeric:
                    maxScale = modifiers.Length > 1 ? modifiers[1] : 0;
                    maxWholeDigits = modifiers[0] - maxScale;
                    break;
                default:
                    for (var digits = modifiers[0]; digits < 6; digits++) unit *= 10;
                    break;
            }
        }

        return new(mapping.Conversion, maxCharacters, maxWholeDigits, maxScale, unit);
    }

    private static int[] Modifiers(string type)
    {
        var open = type.IndexOf('(', StringComparison.Ordinal);
        var close = type.IndexOf(')', StringComparison.Ordinal);
        if (open < 0 || close < open) return [];
        return [.. type[(open + 1)..close].Split(',').Select(part => int.Parse(part, NumberStyles.Integer, CultureInfo.InvariantCulture))];
    }
}
