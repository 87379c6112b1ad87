using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Transfer;

/// <summary>The destination's tables that a run fills, each with the job after which its rows are there.</summary>
internal sealed class FilledTables(JobGraph graph, PgCatalog catalog)
{
    private readonly Dictionary<uint, Job> finished = [];

    /// <summary>By the uppermost table: those of its partitions, or itself, that are filled.</summary>
    private readonly Dictionary<uint, List<uint>> families = [];

    private readonly Dictionary<uint, uint> roots = catalog.Tables.Where(table => table.RootOid is not null).ToDictionary(table => table.Oid, table => table.RootOid!.Value);

    /// <summary>The job after which the rows are there that came to the table itself; null for one that is not filled.</summary>
    public Job? FinishOf(uint table) => finished.GetValueOrDefault(table);

    /// <summary>The jobs after which all rows are there that are found in a table: what a partitioned one has may come to its partitions.</summary>
    public IEnumerable<Job> FinishesOf(uint table) => families.TryGetValue(RootOf(table), out var family) ? family.Select(one => finished[one]) : [];

    /// <summary>Several entries may fill one table: partitions whose rows go through their root.</summary>
    public void Add(PgTable table, Job finish)
    {
        if (finished.TryGetValue(table.Oid, out var other))
        {
            finished[table.Oid] = graph.Add(new($"rows of {table}", 0, _ => Task.CompletedTask), other, finish);
            return;
        }

        finished[table.Oid] = finish;
        if (families.TryGetValue(RootOf(table.Oid), out var family)) family.Add(table.Oid);
        else families[RootOf(table.Oid)] = [table.Oid];
    }

    /// <summary>The jobs after which the rows are there that a table's rows refer to, but for those of its own.</summary>
    public IReadOnlyList<Job> ParentsOf(PgTable table) =>
    [
        .. catalog.ForeignKeys.Where(key => key.TableOid == table.Oid && key.IsEnforced && RootOf(key.ParentTableOid) != RootOf(table.Oid))
            .Select(key => key.ParentTableOid).Distinct().SelectMany(FinishesOf).Distinct(),
    ];

    private uint RootOf(uint table) => roots.GetValueOrDefault(table, table);
}
