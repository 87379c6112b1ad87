using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Parts entries that come one after the other into transactions: a round trip and a commit for each would take longer than the work.</summary>
internal static class EntryTransactions
{
    /// <summary>Each object takes places in the server's lock table until its transaction ends.</summary>
    private const int EntriesPerTransaction = 100;

    public static IEnumerable<TocEntry[]> Of(IEnumerable<TocEntry> entries)
    {
        var some = new List<TocEntry>(EntriesPerTransaction);
        foreach (var entry in entries)
        {
            if (some.Count > 0 && (some.Count == EntriesPerTransaction || IsMany(entry) || IsMany(some[^1])))
            {
                yield return [.. some];
                some.Clear();
            }

            some.Add(entry);
        }

        if (some.Count > 0) yield return [.. some];
    }

    /// <summary>A group of large objects is many objects, and so is what is granted on it.</summary>
    private static bool IsMany(TocEntry entry)
        => entry.Desc == TocDesc.LargeObjects || (entry.Desc == TocDesc.Privileges && entry.Tag.StartsWith("LARGE OBJECTS ", StringComparison.Ordinal));
}
