namespace PgMigrate.Engine.Sqlite;

/// <summary>What one pass over a table found in one column.</summary>
internal sealed record SqliteColumnProfile
{
    /// <summary>The checks that were made and that every text passed; Length and Decimal stand where they were asked for.</summary>
    public ValueChecks Passed { get; init; }

    public long Nulls { get; init; }

    public long Integers { get; init; }

    public long Reals { get; init; }

    public long Texts { get; init; }

    public long Blobs { get; init; }

    /// <summary>The least INTEGER; 0 where there is none.</summary>
    public long MinInteger { get; init; }

    public long MaxInteger { get; init; }

    /// <summary>The least REAL; 0 where there is none.</summary>
    public double MinReal { get; init; }

    public double MaxReal { get; init; }

    /// <summary>Whether no REAL has a fraction.</summary>
    public bool AreRealsIntegral { get; init; } = true;

    /// <summary>Whether double precision holds every INTEGER exactly.</summary>
    public bool AreIntegersExact { get; init; } = true;

    /// <summary>The longest TEXT in characters.</summary>
    public int MaxTextLength { get; init; }

    public long IsoDates { get; init; }

    public long IsoTimes { get; init; }

    /// <summary>ISO timestamps without a zone.</summary>
    public long IsoTimestamps { get; init; }

    /// <summary>ISO timestamps with a zone.</summary>
    public long IsoZonedTimestamps { get; init; }

    /// <summary>ISO times and timestamps finer than the microsecond.</summary>
    public long TooFine { get; init; }

    /// <summary>TEXT that is a boolean word.</summary>
    public long BooleanWords { get; init; }

    /// <summary>TEXT that is a decimal number.</summary>
    public long DecimalTexts { get; init; }

    /// <summary>The most digits before the point, over every number.</summary>
    public int MaxWholeDigits { get; init; }

    /// <summary>The most digits needed behind the point, over every number.</summary>
    public int MaxScale { get; init; }

    public long Values => Integers + Reals + Texts + Blobs;

    public bool HasInfinite => double.IsInfinity(MinReal) || double.IsInfinity(MaxReal);
}
