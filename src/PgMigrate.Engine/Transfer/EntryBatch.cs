using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Entries whose statements take no time, and that wait for the same jobs: they are applied together.</summary>
/// <param name="Entries">The entries, in restore order.</param>
/// <param name="Job">The job that applies them.</param>
/// <param name="Needed">What it waits for.</param>
/// <param name="Locks">The locks that it takes.</param>
internal sealed record EntryBatch(List<TocEntry> Entries, Job Job, IReadOnlySet<Job> Needed, List<TableLock> Locks)
{
    /// <summary>The kinds that are work for the server: each of them is a job of its own.</summary>
    private static readonly string[] Laborious =
    [
        TocDesc.Index, TocDesc.Constraint, TocDesc.ForeignKey, TocDesc.CheckConstraint, TocDesc.Refresh, TocDesc.TableData, TocDesc.Subscription,
        TocDesc.LargeObjects,
    ];

    /// <summary>What of those is no work where the table has next to no rows.</summary>
    private static readonly string[] OfRows = [TocDesc.Index, TocDesc.Constraint, TocDesc.ForeignKey, TocDesc.CheckConstraint];

    /// <summary>As many entries as one connection takes before another one may take its share.</summary>
    private const int Most = 200;

    /// <summary>Below that, a transaction takes longer than an index.</summary>
    private const long SmallBytes = 1024 * 1024;

    public bool IsFull => Entries.Count >= Most;

    public static bool Takes(TocEntry entry) => !entry.IsOptional && !Laborious.Contains(entry.Desc);

    /// <summary>Whether entries on a table of that size are applied together, too.</summary>
    public static bool Takes(TocEntry entry, long tableBytes) => Takes(entry) || (!entry.IsOptional && tableBytes < SmallBytes && OfRows.Contains(entry.Desc));

    /// <summary>Whether an entry that waits for those jobs may come with these: it waits for the same, or for these as well.</summary>
    public bool Joins(IReadOnlySet<Job> needed)
        => needed.Contains(Job) ? needed.All(job => job == Job || Needed.Contains(job)) : Needed.SetEquals(needed);
}
