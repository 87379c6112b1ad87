namespace PgMigrate.Engine.Catalog;

/// <summary>Tells partitions and partitioned tables about each other, at every level.</summary>
internal static class PartitionTree
{
    /// <summary>Gives every partition its root, and every partitioned table the sums of its partitions.</summary>
    public static IReadOnlyList<PgTable> Connect(IReadOnlyList<PgTable> tables)
    {
        var byOid = tables.ToDictionary(table => table.Oid);
        var partitions = tables.Where(table => table.IsPartition).ToLookup(table => table.ParentOid);
        return [.. tables.Select(table => WithRoot(WithTotals(table)))];

        PgTable WithRoot(PgTable table)
        {
            var root = table;
            var isHashedByEnum = false;
            while (root.ParentOid is { } parent && byOid.TryGetValue(parent, out var ancestor))
            {
                root = ancestor;
                isHashedByEnum |= ancestor.IsHashedByEnum;
            }

            return root == table ? table : table with { RootOid = root.Oid, MustLoadThroughRoot = isHashedByEnum };
        }

        PgTable WithTotals(PgTable table)
        {
            if (!table.IsPartitioned) return table;

            var parts = partitions[table.Oid].Select(WithTotals).ToList();
            return table with
            {
                Bytes = parts.Sum(part => part.Bytes),
                Blocks = parts.Sum(part => part.Blocks),
                EstimatedRows = parts.Aggregate((long?)0, (sum, part) => sum + Estimate(part)),
            };
        }
    }

    /// <summary>The partitions of the lowest level, foreign ones too; the table itself where it is not partitioned.</summary>
    public static IReadOnlyList<PgTable> LeavesOf(PgTable table, IReadOnlyList<PgTable> tables) => table.IsPartitioned
        ? [.. tables.Where(part => part.ParentOid == table.Oid).SelectMany(part => LeavesOf(part, tables))]
        : [table];

    /// <summary>
    /// The rows of a foreign partition are another server's, and none of these. A partition that was never analyzed but has no blocks yet
    /// holds no rows, so that one new partition does not hide the sum.
    /// </summary>
    private static long? Estimate(PgTable part)
        => part.IsForeign ? 0 : part.EstimatedRows ?? (part is { HoldsRows: true, Bytes: 0 } ? 0 : null);
}
