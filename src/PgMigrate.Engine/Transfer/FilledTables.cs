using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Transfer;

/// <summary>The destination's tables that a run fills, each with the job after which its rows are there.</summary>
internal sealed class FilledTables(JobGraph graph, PgCatalog catalog)
{
    private readonly Dictionary<uint, Job> finished = [];

    /// <summary>The job after which a table's rows are there; null for one that is not filled.</summary>
    public Job? FinishOf(uint table) => finished.GetValueOrDefault(table);

    /// <summary>Several entries may fill one table: partitions whose rows go through their root.</summary>
    public void Add(PgTable table, Job finish)
        => finished[table.Oid] = finished.TryGetValue(table.Oid, out var other) ? graph.Add(new($"rows of {table}", 0, _ => Task.CompletedTask), other, finish) : finish;

    /// <summary>The jobs after which the rows are there that a table's rows refer to.</summary>
    public IReadOnlyList<Job> ParentsOf(PgTable table) =>
    [
        .. catalog.ForeignKeys.Where(key => key.TableOid == table.Oid && key.IsEnforced && !key.IsSelfReference)
            .Select(key => key.ParentTableOid).Distinct().Select(FinishOf).OfType<Job>(),
    ];
}
