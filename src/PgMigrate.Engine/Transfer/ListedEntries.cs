using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Chooses an archive's entries by a list, in its order. Pure.</summary>
internal static class ListedEntries
{
    /// <summary>
    /// The entries that the list names. Those of the section before the rows come in the list's order, right or wrong, as pg_restore takes them;
    /// what comes with and after the rows runs over many connections, where, as with pg_restore --jobs, what an entry needs comes before it
    /// and only then does the list's order count.
    /// </summary>
    /// <param name="list">The list.</param>
    /// <param name="entries">The entries to choose from.</param>
    /// <param name="known">The numbers of all entries that the archive has, also those that are never restored by themselves.</param>
    /// <exception cref="MigrationException">EntryListUnknown.</exception>
    public static IReadOnlyList<TocEntry> Choose(EntryList list, IReadOnlyList<TocEntry> entries, IReadOnlySet<int> known)
    {
        if (list.DumpIds.Where(id => !known.Contains(id)).ToList() is { Count: > 0 } unknown)
        {
            throw EntryList.Error(
                "EntryListUnknown", MigrationErrorCategory.ObjectNotFound, list.Path,
                $"the archive has no entry {string.Join(", ", unknown.Take(5))}{(unknown.Count > 5 ? " and others" : "")}", "Make the list anew from this very archive.");
        }

        var byId = entries.ToDictionary(entry => entry.DumpId);
        var listed = list.DumpIds.Where(byId.ContainsKey).SelectMany(id => Makers(byId[id]).Append(byId[id])).Distinct().ToList();
        var ids = listed.ToDictionary(entry => entry.DumpId);
        return DependencyOrder.Sort<TocEntry>(
            () => listed,
            entry => entry.Section == TocSection.PreData ? [] : entry.Dependencies.Where(ids.ContainsKey).Select(id => ids[id]).Distinct(),
            loop => throw new InvalidOperationException($"Entries need each other: {string.Join(", ", loop)}."));

        // What makes the large objects of an old archive has no number of its own there.
        IEnumerable<TocEntry> Makers(TocEntry entry) => entry.Dependencies.Where(id => !known.Contains(id) && byId.ContainsKey(id)).Select(id => byId[id]);
    }
}
