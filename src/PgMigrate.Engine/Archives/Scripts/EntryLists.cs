using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Entries by those that they depend on.</summary>
internal sealed class EntryLists
{
    private readonly Dictionary<int, List<int>> lists = [];
    private readonly List<int> all = [];

    public IReadOnlyList<int> All => all;

    /// <summary>The entries that depend on the given one.</summary>
    public IReadOnlyList<int> this[int id] => lists.TryGetValue(id, out var list) ? list : [];

    /// <summary>Notes an entry under those of its dependencies that are meant.</summary>
    public void Add(TocEntry entry, Func<int, bool> isMeant)
    {
        all.Add(entry.DumpId);
        foreach (var id in entry.Dependencies.Where(isMeant))
        {
            if (!lists.TryGetValue(id, out var list)) lists[id] = list = [];
            list.Add(entry.DumpId);
        }
    }
}
