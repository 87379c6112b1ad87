using PgMigrate.Engine.Copy;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Gathers one column's profile. A check that has failed is not made again.</summary>
internal sealed class ColumnProfiler(int index, ValueChecks checks, bool isStorageOnly)
{
    private ValueChecks open = checks;
    private long nulls, integers, reals, texts, blobs;
    private long minInteger = long.MaxValue, maxInteger = long.MinValue;
    private double minReal = double.PositiveInfinity, maxReal = double.NegativeInfinity;
    private bool areRealsIntegral = true, areIntegersExact = true;
    private int maxTextLength, maxWholeDigits, maxScale;
    private long dates, times, timestamps, zonedTimestamps, tooFine, booleanWords, decimalTexts;

    public void Take(SqliteStatement row)
    {
        if (isStorageOnly) TakeTypeName(row.Bytes(index));
        else TakeValue(row);
    }

    public SqliteColumnProfile Finish() => new()
    {
        Passed = open,
        Nulls = nulls,
        Integers = integers,
        Reals = reals,
        Texts = texts,
        Blobs = blobs,
        MinInteger = minInteger <= maxInteger ? minInteger : 0,
        MaxInteger = minInteger <= maxInteger ? maxInteger : 0,
        MinReal = reals > 0 && !isStorageOnly ? minReal : 0,
        MaxReal = reals > 0 && !isStorageOnly ? maxReal : 0,
        AreRealsIntegral = areRealsIntegral && (!isStorageOnly || reals == 0),
        AreIntegersExact = integers == 0 || (areIntegersExact && !isStorageOnly),
        MaxTextLength = maxTextLength,
        IsoDates = dates,
        IsoTimes = times,
        IsoTimestamps = timestamps,
        IsoZonedTimestamps = zonedTimestamps,
        TooFine = tooFine,
        BooleanWords = booleanWords,
        DecimalTexts = decimalTexts,
        MaxWholeDigits = Math.Max(maxWholeDigits, ExtremeWholeDigits()),
        MaxScale = maxScale,
    };

    /// <summary>What SQL's typeof gives: enough for columns whose contents do not matter, without reading them.</summary>
    private void TakeTypeName(ReadOnlySpan<byte> name)
    {
        // A big-endian UTF-16 database gives its zero byte first.
        switch ((char)(name[0] != 0 ? name[0] : name[1]))
        {
            case 'n': nulls++; break;
            case 'i': integers++; break;
            case 'r': reals++; break;
            case 't': texts++; break;
            default: blobs++; break;
        }
    }

    private void TakeValue(SqliteStatement row)
    {
        switch (row.Type(index))
        {
            case SqliteStorage.Integer:
                integers++;
                TakeInteger(row.Int64(index));
                break;
            case SqliteStorage.Real:
                reals++;
                TakeReal(row.Double(index));
                break;
            case SqliteStorage.Text:
                texts++;
                if (open != ValueChecks.None) TakeText(row.TryText(index, out var text) ? text : []);
                break;
            case SqliteStorage.Blob:
                blobs++;
                break;
            default:
                nulls++;
                break;
        }
    }

    private void TakeInteger(long value)
    {
        if (value < minInteger) minInteger = value;
        if (value > maxInteger) maxInteger = value;
        if (areIntegersExact) areIntegersExact = NumberEncoder.IsExact(value);
    }

    private void TakeReal(double value)
    {
        if (value < minReal) minReal = value;
        if (value > maxReal) maxReal = value;
        if (areRealsIntegral) areRealsIntegral = value == Math.Floor(value);
        if ((open & ValueChecks.Decimal) != 0 && double.IsFinite(value)) TakeRealDigits(value);
    }

    private void TakeRealDigits(double value)
    {
        if (RealText.TryShorten(value, out _, out var scale))
        {
            // The digits before the point follow from the extremes, at the end.
            if (scale > maxScale) maxScale = scale;
            return;
        }

        Span<byte> digits = stackalloc byte[40];
        if (DecimalText.TryParse(RealText.Format(value, digits), out var number)) TakeDigits(number);
    }

    private void TakeText(ReadOnlySpan<byte> text)
    {
        if ((open & ValueChecks.Length) != 0) maxTextLength = Math.Max(maxTextLength, Utf8Length.Count(text));
        if ((open & ValueChecks.Iso) != 0) TakeIso(text);
        if ((open & ValueChecks.Boolean) != 0 && BooleanWord.Parse(text) is not null) booleanWords++;
        if ((open & ValueChecks.Uuid) != 0 && !UuidText.TryParse(text, out _)) open &= ~ValueChecks.Uuid;
        if ((open & ValueChecks.Json) != 0 && !JsonText.IsValid(text, ValueConversion.Json)) open &= ~ValueChecks.Json;
        if ((open & ValueChecks.Jsonb) != 0 && !JsonText.IsValid(text, ValueConversion.Jsonb)) open &= ~ValueChecks.Jsonb;
        if ((open & ValueChecks.JsonContainer) != 0 && !IsContainer(text)) open &= ~ValueChecks.JsonContainer;
        if ((open & ValueChecks.Decimal) != 0 && DecimalText.TryParse(text, out var number))
        {
            decimalTexts++;
            TakeDigits(number);
        }
    }

    private void TakeIso(ReadOnlySpan<byte> text)
    {
        switch (IsoText.Parse(text, out _))
        {
            case IsoForm.Date: dates++; break;
            case IsoForm.Time: times++; break;
            case IsoForm.Timestamp: timestamps++; break;
            case IsoForm.TimestampTz: zonedTimestamps++; break;
            case IsoForm.TooFine: tooFine++; break;
            // Inferred types need every text to be one; declared ones count the strays.
            default: if ((open & ValueChecks.Inferring) != 0) open &= ~ValueChecks.Iso; break;
        }
    }

    private void TakeDigits(in DecimalText number)
    {
        maxWholeDigits = Math.Max(maxWholeDigits, number.WholeDigits);
        maxScale = Math.Max(maxScale, number.SignificantScale);
    }

    private static bool IsContainer(ReadOnlySpan<byte> text)
        => text.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..] && JsonText.IsValid(text, ValueConversion.Json);

    /// <summary>The digits before the point of the numbers that only their extremes were kept of.</summary>
    private int ExtremeWholeDigits()
    {
        if (isStorageOnly) return 0;
        var digits = 0;
        if (integers > 0)
        {
            for (var largest = Int128.Max(-(Int128)minInteger, maxInteger); largest > 0; largest /= 10) digits++;
        }

        var largestReal = reals > 0 ? Math.Max(Math.Abs(minReal), Math.Abs(maxReal)) : 0;
        var realDigits = 0;
        for (var limit = 1.0; largestReal >= limit && double.IsFinite(limit); limit *= 10) realDigits++;
        return Math.Max(digits, realDigits);
    }
}
