using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Schema;

/// <summary>What views read, through other views too. What a function reads that a view calls is not known.</summary>
internal sealed class ViewSources
{
    private readonly ILookup<ObjectAddress, ObjectAddress> readByRule;
    private readonly Dictionary<ObjectAddress, PgQueryRelation> views;
    private readonly ILookup<uint, PgTable> heirs;
    private readonly Dictionary<ObjectAddress, bool> refreshable = [];

    public ViewSources(PgDatabase database)
    {
        views = database.Views.Concat<PgQueryRelation>(database.MaterializedViews).ToDictionary(view => view.Address);
        var rules = views.Values.Select(view => view.Rule).ToHashSet();
        readByRule = database.Remarks.Dependencies
            .Where(one => one.Referenced.CatalogOid == SystemCatalog.Relation && rules.Contains(one.Dependent))
            .Select(one => (Rule: one.Dependent, Read: one.Referenced)).Distinct()
            .ToLookup(one => one.Rule, one => one.Read);
        heirs = database.Tables.SelectMany(table => table.InheritedOids.Select(parent => (Parent: parent, Table: table)))
            .ToLookup(one => one.Parent, one => one.Table);
    }

    /// <summary>Whether it holds rows, and so does every materialized view that it reads (PostgreSQL, pg_dump.c, buildMatViewRefreshDependencies).</summary>
    public bool CanRefresh(PgMaterializedView view)
    {
        if (refreshable.TryGetValue(view.Address, out var known)) return known;
        var others = Read(view).Where(address => address != view.Address).Select(address => views.GetValueOrDefault(address)).OfType<PgMaterializedView>();
        return refreshable[view.Address] = view.IsPopulated && others.All(CanRefresh);
    }

    /// <summary>The rows, those of heirs and partitions too, and the queries of views, that must be there before it can be refreshed.</summary>
    public IEnumerable<ObjectAddress> NeededBy(PgMaterializedView view) => Read(view).Where(address => address != view.Address).SelectMany(address =>
        views.GetValueOrDefault(address) is PgView other ? [other.Rule] : Rows(address.Oid));

    private IEnumerable<ObjectAddress> Rows(uint relation)
    {
        var (found, open) = (new HashSet<uint> { relation }, new Queue<uint>([relation]));
        while (open.TryDequeue(out var one))
        {
            foreach (var heir in heirs[one].Where(heir => found.Add(heir.Oid))) open.Enqueue(heir.Oid);
        }

        return found.Select(RowsEntries.Address);
    }

    /// <summary>The relations that it reads, and those that they read where they are views; a materialized view has its own rows.</summary>
    private HashSet<ObjectAddress> Read(PgQueryRelation view)
    {
        var (found, open) = (new HashSet<ObjectAddress>(), new Queue<PgQueryRelation>([view]));
        while (open.TryDequeue(out var one))
        {
            foreach (var read in readByRule[one.Rule].Where(found.Add))
            {
                if (views.GetValueOrDefault(read) is PgView other) open.Enqueue(other);
            }
        }

        return found;
    }
}
