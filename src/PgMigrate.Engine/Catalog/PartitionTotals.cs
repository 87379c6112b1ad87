namespace PgMigrate.Engine.Catalog;

/// <summary>Gives partitioned tables the sums of their partitions, at every level.</summary>
internal static class PartitionTotals
{
    public static IReadOnlyList<PgTable> Add(IReadOnlyList<PgTable> tables)
    {
        var partitions = tables.Where(table => table.IsPartition).ToLookup(table => table.ParentOid);
        return [.. tables.Select(Total)];

        PgTable Total(PgTable table)
        {
            if (!table.IsPartitioned) return table;

            var parts = partitions[table.Oid].Select(Total).ToList();
            return table with
            {
                Bytes = parts.Sum(part => part.Bytes),
                Blocks = parts.Sum(part => part.Blocks),
                EstimatedRows = parts.Aggregate((long?)0, (sum, part) => sum + Estimate(part)),
            };
        }
    }

    /// <summary>A partition that was never analyzed but has no blocks yet holds no rows, so that one new partition does not hide the sum.</summary>
    private static long? Estimate(PgTable part) => part.EstimatedRows ?? (part is { HoldsRows: true, Bytes: 0 } ? 0 : null);
}
