using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>Whether there is room: the plans' limits that are known, and for all else that nobody can see the disk over SQL.</summary>
internal sealed class DatabaseSize : DestinationCheck
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>Supabase's free plan (supabase.com/pricing).</summary>
    private const long FreePlan = 500 * Megabyte;

    /// <summary>Above that Supabase's guides ask for more than the smallest compute sizes (supabase.com/docs, Migrate from Render).</summary>
    private const long SmallCompute = 6 * 1024 * Megabyte;

    public override string Name => "database_size";

    protected override async Task<IEnumerable<AssessmentFinding>> FindAsync(CatalogSession destination, ReadinessFacts facts, CancellationToken cancellationToken)
    {
        var used = (await destination.QueryAsync("SELECT pg_catalog.pg_database_size(current_database())", row => row.GetInt64(0), cancellationToken).ConfigureAwait(false))[0];
        var coming = SourceSize.RowsOf(facts) + await SourceSize.IndexesAsync(facts, cancellationToken).ConfigureAwait(false);
        return Find(coming, used, facts);
    }

    private IEnumerable<AssessmentFinding> Find(long coming, long used, ReadinessFacts facts)
    {
        var (host, subject) = (facts.DestinationHost.Host, facts.Request.Destination!.Database);
        if (host == DatabaseProvider.Supabase && coming + used > FreePlan) yield return Finding(
            FindingSeverity.Warning, subject,
            $"Rows and indexes take about {Text(coming)}, and the project has {Text(used)}: Supabase's free plan has 500 MB, and makes a larger database read-only.",
            "Have a paid plan before the migration, if the project is a free one; its plan can't be seen over SQL.");
        if (host == DatabaseProvider.Supabase && coming > SmallCompute) yield return Finding(
            FindingSeverity.Warning, subject, $"Rows and indexes take about {Text(coming)}: the disk grows by itself, but not as fast as a copy fills it, and above 6 GB the smallest sizes are too small.",
            "Give the project the disk beforehand, and a Large compute while the copy runs.");
        yield return Finding(
            FindingSeverity.NotChecked, subject, $"About {Text(coming)} of rows and indexes must have room at the destination, whose disk and plan can't be seen over SQL.",
            "Look at the destination's disk, and leave as much again for the write-ahead log and for sorting.");
    }

    private static string Text(long bytes) => bytes switch
    {
        >= 1024 * Megabyte => FormattableString.Invariant($"{bytes / (1024.0 * Megabyte):N1} GB"),
        >= Megabyte => FormattableString.Invariant($"{bytes / (double)Megabyte:N0} MB"),
        _ => FormattableString.Invariant($"{bytes / 1024.0:N0} kB"),
    };
}
