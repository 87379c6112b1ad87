namespace PgMigrate.Engine.Sqlite;

/// <summary>Types for columns that are declared as numbers or booleans.</summary>
internal static class NumberTypes
{
    /// <summary>PostgreSQL's limit on the digits of numeric(p,s).</summary>
    private const int MaxPrecision = 1000;

    public static TypeDecision DecideInteger(DeclaredType declared, SqliteColumnProfile profile)
    {
        var fitting = NarrowestInteger(declared.Kind, profile);
        if (profile.Reals > 0 && profile.Integers + profile.Reals >= Others(profile, profile.Integers + profile.Reals))
        {
            return ByValues.DecideNumber(profile).Because("declared as an integer, but REAL values are stored");
        }

        if (profile.Integers < Others(profile, profile.Integers)) return ByValues.Decide(profile, "declared as an integer");
        return Plain(declared.Kind) == fitting ? fitting : fitting.Because($"the values do not fit {Plain(declared.Kind).Type}");
    }

    public static TypeDecision DecideBoolean(SqliteColumnProfile profile)
    {
        if (profile.Integers > 0 && (profile.MinInteger < 0 || profile.MaxInteger > 1))
        {
            return profile.Integers == profile.Values
                ? TypeDecision.BigInt.Because("declared as boolean, but other integers than 0 and 1 are stored")
                : ByValues.Decide(profile, "declared as boolean");
        }

        var booleans = profile.Integers + profile.BooleanWords;
        return booleans >= Others(profile, booleans) ? TypeDecision.Boolean : ByValues.Decide(profile, "declared as boolean");
    }

    public static TypeDecision DecideReal(SqliteColumnProfile profile)
    {
        var numbers = profile.Integers + profile.Reals;
        if (numbers < Others(profile, numbers)) return ByValues.Decide(profile, "declared as a floating-point number");
        return profile.AreIntegersExact
            ? TypeDecision.Double
            : ByValues.DecideNumber(profile).Because("integers are stored that double precision would round");
    }

    public static TypeDecision DecideNumeric(DeclaredType declared, SqliteColumnProfile profile)
    {
        var numbers = profile.Integers + profile.Reals + profile.DecimalTexts;
        if (numbers < Others(profile, numbers)) return ByValues.Decide(profile, "declared as numeric");
        if (profile.HasInfinite && profile.AreIntegersExact && profile.Texts == 0)
        {
            return TypeDecision.Double.Because("declared as numeric, but infinite values are stored");
        }

        if (declared.Length is not { } precision) return TypeDecision.Numeric;
        var scale = declared.Scale ?? 0;
        var isPossible = precision is > 0 and <= MaxPrecision && scale >= 0 && scale <= precision;
        var isFitting = isPossible && profile.MaxScale <= scale && profile.MaxWholeDigits <= precision - scale;
        if (isFitting) return TypeDecision.Numeric with { Type = FormattableString.Invariant($"numeric({precision},{scale})") };
        return TypeDecision.Numeric.Because(isPossible
            ? FormattableString.Invariant($"the values do not fit numeric({precision},{scale})")
            : FormattableString.Invariant($"PostgreSQL has no numeric({precision},{scale})"));
    }

    private static long Others(SqliteColumnProfile profile, long suitable) => profile.Values - suitable;

    private static TypeDecision Plain(DeclaredKind kind) => kind switch
    {
        DeclaredKind.SmallInt => TypeDecision.SmallInt,
        DeclaredKind.Int => TypeDecision.Integer,
        _ => TypeDecision.BigInt,
    };

    private static TypeDecision NarrowestInteger(DeclaredKind kind, SqliteColumnProfile profile)
    {
        if (kind == DeclaredKind.SmallInt && Fits(short.MinValue, short.MaxValue)) return TypeDecision.SmallInt;
        return kind != DeclaredKind.BigInt && Fits(int.MinValue, int.MaxValue) ? TypeDecision.Integer : TypeDecision.BigInt;

        bool Fits(long least, long most) => profile.MinInteger >= least && profile.MaxInteger <= most;
    }
}
