using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Catalog;

/// <summary>The order in which tables can be filled so that each foreign key finds the row that it refers to. Pure.</summary>
public sealed class ForeignKeyOrder
{
    private readonly Dictionary<QualifiedName, int> places = [];
    private readonly HashSet<QualifiedName> cyclic;
    private readonly HashSet<QualifiedName> selfReferring;

    private ForeignKeyOrder(IEnumerable<QualifiedName> tables, IReadOnlyCollection<ForeignKeyReference> references)
    {
        var known = tables.ToHashSet();
        selfReferring = [.. references.Where(reference => reference.Table == reference.ParentTable).Select(reference => reference.Table)];
        var between = references
            .Where(reference => reference.Table != reference.ParentTable
                && known.Contains(reference.Table) && known.Contains(reference.ParentTable))
            .ToLookup(reference => reference.Table);

        var cycles = new List<ForeignKeyCycle>();
        foreach (var component in StronglyConnectedComponents.Find(
            known.Order(), table => between[table].Select(reference => reference.ParentTable)))
        {
            // Components come parents first, so that the places of all parents are known here.
            var members = component.ToHashSet();
            var outgoing = component.SelectMany(table => between[table]).ToLookup(reference => members.Contains(reference.ParentTable));
            var place = outgoing[false].Select(reference => places[reference.ParentTable] + 1).DefaultIfEmpty(0).Max();
            foreach (var table in component) places.Add(table, place);
            if (component.Count > 1) cycles.Add(new([.. component.Order()], [.. outgoing[true].OrderBy(reference => reference.Table)]));
        }

        Cycles = cycles;
        cyclic = [.. cycles.SelectMany(cycle => cycle.Tables)];
        Tables = [.. known.OrderBy(table => places[table]).ThenBy(table => table)];
    }

    /// <summary>The tables, those that refer to none first.</summary>
    public IReadOnlyList<QualifiedName> Tables { get; }

    /// <summary>The circles; a table that refers to itself alone makes none.</summary>
    public IReadOnlyList<ForeignKeyCycle> Cycles { get; }

    /// <summary>Orders tables; references to or from tables that are not among them do not count.</summary>
    public static ForeignKeyOrder Of(IEnumerable<QualifiedName> tables, IEnumerable<ForeignKeyReference> references)
        => new(tables, [.. references]);

    /// <summary>
    /// Orders PostgreSQL's tables. A partition has its root's place, whichever of the two a foreign key names;
    /// foreign keys that are NOT ENFORCED do not count.
    /// </summary>
    public static ForeignKeyOrder Of(IReadOnlyList<PgTable> tables, IReadOnlyList<PgForeignKey> foreignKeys)
    {
        var byOid = tables.ToDictionary(table => table.Oid);
        var order = new ForeignKeyOrder(
            tables.Where(table => !table.IsPartition).Select(table => table.QualifiedName),
            [.. foreignKeys.Where(key => key.IsEnforced && !key.IsInherited).Select(key => new ForeignKeyReference(
                Root(key.TableOid, key.Table), Root(key.ParentTableOid, key.ParentTable), key.Name))]);
        foreach (var partition in tables.Where(table => table.IsPartition)) order.Join(
            partition.QualifiedName, Root(partition.Oid, default));
        return order;

        QualifiedName Root(uint oid, QualifiedName name) => byOid.TryGetValue(oid, out var table)
            ? table.RootOid is { } root ? byOid[root].QualifiedName : table.QualifiedName
            : name;
    }

    /// <summary>
    /// The table's place: 0 refers to no other table, others come after all that they refer to; a circle's tables share a place.
    /// </summary>
    public int PlaceOf(QualifiedName table) => places[table];

    /// <summary>Whether the table belongs to one of <see cref="Cycles"/>.</summary>
    public bool IsInCycle(QualifiedName table) => cyclic.Contains(table);

    /// <summary>Whether the table refers to itself.</summary>
    public bool RefersToItself(QualifiedName table) => selfReferring.Contains(table);

    private void Join(QualifiedName partition, QualifiedName root)
    {
        places.Add(partition, places[root]);
        if (cyclic.Contains(root)) cyclic.Add(partition);
        if (selfReferring.Contains(root)) selfReferring.Add(partition);
    }
}
