namespace PgMigrate.Benchmarks.Measuring;

internal static class Median
{
    /// <summary>The middle value, or the mean of the middle two; null of none.</summary>
    public static double? Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        if (sorted.Count == 0) return null;
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
