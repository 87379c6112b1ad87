using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// Finds what a script's entries depend on. A script has no such lists, but its order is right, and pg_dump's statements name what they
/// need with its schema: an entry depends on those before it that it names, and where it can't be told on all of them.
/// </summary>
internal sealed class ScriptDependencies
{
    private readonly NamedEntries names = new();

    /// <summary>By the number of a verbose dump: the entry's own.</summary>
    private readonly Dictionary<int, int> numbered = [];
    private readonly Dictionary<int, TocEntry> connected = [];
    private readonly List<int> largeObjects = [];

    /// <summary>By table: its constraints and indexes.</summary>
    private readonly EntryLists keys = new();

    /// <summary>By constraint or index: what attaches a partition's to it, or it to another one.</summary>
    private readonly EntryLists attachments = new();

    /// <summary>By materialized view: what fills it.</summary>
    private readonly EntryLists fillings = new();

    /// <summary>The last statement without a comment, and the entries that come with or after the rows since then.</summary>
    private readonly List<int> since = [];
    private int? lastLoose;

    /// <summary>The object that comments and labels are of.</summary>
    private int? described;

    public static IReadOnlyList<TocEntry> Connect(IReadOnlyList<(TocEntry Entry, ScriptBlock Block)> entries)
    {
        var finding = new ScriptDependencies();
        return TriggerStates.Connect([.. entries.Select(pair => finding.Connect(pair.Entry, pair.Block))]);
    }

    private TocEntry Connect(TocEntry entry, ScriptBlock block)
    {
        var found = new SortedSet<int>(block.Header.Dependencies.Where(numbered.ContainsKey).Select(number => numbered[number]));
        if (block.IsLoose) found.UnionWith(since);
        else
        {
            found.UnionWith(Find(entry, block));
            // Nobody knows what it did; but a remark goes where its object goes.
            if (lastLoose is { } last && entry.Section != TocSection.None) found.Add(last);
        }

        found.Remove(entry.DumpId);
        entry = entry with { Dependencies = [.. found] };
        Note(entry, block);
        return entry;
    }

    private IEnumerable<int> Find(TocEntry entry, ScriptBlock block) => entry.Desc switch
    {
        // A constraint's index has comments of its own, which do not come with the constraint.
        TocDesc.Comment when entry.Tag.StartsWith(TocDesc.Index + " ", StringComparison.Ordinal) => [.. Described, .. names.In(entry, block.Session)],
        TocDesc.Comment or TocDesc.SecurityLabel => Described,
        TocDesc.LargeObjectBytes => largeObjects,
        TocDesc.TableData => names.Relation(entry.Namespace, entry.Tag),
        TocDesc.Refresh => [.. Named(entry, block), .. Refreshed(names.Relation(entry.Namespace, entry.Tag))],
        // A refresh writes the sizes of a materialized view and of its indexes anew.
        TocDesc.StatisticsData => [.. Named(entry, block), .. names.Relation(entry.Namespace, entry.Tag).SelectMany(id => fillings[id]), .. Refreshed(names.Relation(entry.Namespace, entry.Tag))],
        TocDesc.ForeignKey => WithKeys([.. Named(entry, block)]),
        _ => Named(entry, block),
    };

    private int[] Described => described is { } one ? [one] : [];

    private IEnumerable<int> Named(TocEntry entry, ScriptBlock block) =>
    [
        .. names.Schema(entry.Namespace),
        .. entry.Desc is TocDesc.StatisticsData or TocDesc.SequenceSet or TocDesc.RowSecurity ? names.Relation(entry.Namespace, entry.Tag) : [],
        .. names.In(entry, block.Session),
    ];

    /// <summary>A foreign key needs the keys of the tables that it names, and of partitioned ones all their parts.</summary>
    private SortedSet<int> WithKeys(SortedSet<int> named)
    {
        var own = named.SelectMany(table => keys[table]).ToHashSet();
        var needed = own.Count > 0 ? own : [.. keys.All];
        named.UnionWith(needed);
        named.UnionWith(needed.SelectMany(key => attachments[key]));
        return named;
    }

    /// <summary>The fillings of the materialized views that those read, through however many views.</summary>
    private IEnumerable<int> Refreshed(IEnumerable<int> views)
    {
        var (reached, waiting) = (new HashSet<int>(), new Stack<int>(views));
        while (waiting.TryPop(out var id))
        {
            foreach (var needed in connected[id].Dependencies.Where(reached.Add)) waiting.Push(needed);
        }

        return reached.SelectMany(id => fillings[id]);
    }

    private void Note(TocEntry entry, ScriptBlock block)
    {
        connected[entry.DumpId] = entry;
        if (block.Header.DumpId is { } number) numbered[number] = entry.DumpId;
        if (block.IsLoose)
        {
            lastLoose = entry.DumpId;
            since.Clear();
            since.Add(entry.DumpId);
        }
        else if (entry.Section is TocSection.Data or TocSection.PostData) since.Add(entry.DumpId);

        switch (entry.Desc)
        {
            case TocDesc.Constraint or TocDesc.Index:
                keys.Add(entry, id => connected[id].Desc == TocDesc.Table);
                break;
            case TocDesc.IndexAttach:
                attachments.Add(entry, id => connected[id].Desc is TocDesc.Constraint or TocDesc.Index);
                break;
            case TocDesc.Refresh:
                fillings.Add(entry, id => connected[id].Desc == TocDesc.MaterializedView);
                break;
            case TocDesc.LargeObject or TocDesc.LargeObjects:
                largeObjects.Add(entry.DumpId);
                break;
        }

        if (entry.Section != TocSection.None) described = entry.DumpId;
        names.Add(entry);
    }
}
