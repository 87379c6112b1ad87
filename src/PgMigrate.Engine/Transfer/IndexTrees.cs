using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// Tells which INDEX ATTACH entries belong to one partitioned index, through however many levels. They must come one after the other: two that
/// attach at the same time don't see each other, and the uppermost index would never become valid.
/// </summary>
internal sealed class IndexTrees
{
    private readonly Dictionary<int, int> parents = [];

    public IndexTrees(IEnumerable<TocEntry> entries)
    {
        var all = entries.ToList();
        var indexes = all.Where(entry => entry.Desc is TocDesc.Index or TocDesc.Constraint).Select(entry => entry.DumpId).ToHashSet();
        foreach (var attachment in all.Where(entry => entry.Desc == TocDesc.IndexAttach))
        {
            foreach (var index in attachment.Dependencies.Where(indexes.Contains)) parents[Root(index)] = Root(attachment.DumpId);
        }
    }

    /// <summary>The same number for all INDEX ATTACH entries of one tree.</summary>
    public int Of(TocEntry attachment) => Root(attachment.DumpId);

    private int Root(int id)
    {
        while (parents.TryGetValue(id, out var parent) && parent != id) id = parent;
        return id;
    }
}
