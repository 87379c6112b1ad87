namespace PgMigrate.Engine.Integrity;

/// <summary>Tells rows that were in flight from rows that differ.</summary>
internal static class Recheck
{
    /// <summary>
    /// What differed before and still does. Where all differing rows were known, one that differs only now is in flight now; where they were not,
    /// nothing can be said of the others.
    /// </summary>
    public static TableIntegrity Narrow(TableIntegrity before, TableIntegrity now)
    {
        if (now.IsMatch || now.Error is not null || before.Error is not null || before.HasMoreDifferences || now.HasMoreDifferences) return now;
        var known = before.Differences.Select(Identity).ToHashSet();
        var still = now.Differences.Where(difference => known.Contains(Identity(difference))).ToList();
        return now with { Differences = still, IsMatch = still.Count == 0 };
    }

    private static string Identity(RowDifference difference) => difference.Key.Count > 0
        ? string.Join('\t', difference.Key.Select(one => $"{one.Key}={(one.Value is null ? "N" : "v" + one.Value)}"))
        : string.Join('\t', difference.Values);
}
