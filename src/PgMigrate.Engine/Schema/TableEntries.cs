using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>Tables, with the defaults and constraints that are written apart from them, and the attachment of partitions.</summary>
internal static class TableEntries
{
    public static IReadOnlyList<SchemaItem> Write(SchemaWriting writing)
    {
        var tables = writing.Database.Tables.ToDictionary(table => table.Oid);
        var items = tables.Values.ToDictionary(
            table => table.Oid,
            table => Table(writing, new(table, [.. table.InheritedOids.Select(tables.GetValueOrDefault).OfType<PgTable>()], writing)));
        foreach (var table in tables.Values)
        {
            foreach (var parent in table.InheritedOids.Where(items.ContainsKey)) CheckEntries.FollowParent(items[table.Oid], items[parent]);
        }

        return
        [
            .. items.Values.SelectMany(one => one),
            .. tables.Values.Where(table => table.HoldsRows)
                .Select(table => RowsEntries.Rows(table, table.MustLoadThroughRoot ? tables[table.RootOid!.Value] : table, items[table.Oid][0])),
            .. tables.Values.Where(table => table.IsPartition && tables.ContainsKey(table.ParentOid!.Value))
                .Select(table => Attach(tables[table.ParentOid!.Value], table, items[table.ParentOid!.Value][0], items[table.Oid][0])),
        ];
    }

    /// <summary>The table first, then what it holds and what stands apart from it.</summary>
    private static List<SchemaItem> Table(SchemaWriting writing, TableShape shape)
    {
        var table = shape.Table;
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = table.Name,
            Desc = shape.Keyword,
            Section = TocSection.PreData,
            Definition = TableStatements.Write(shape),
            DropStatement = $"DROP {shape.Keyword} {shape.Name};\n",
            // The default tablespace is the empty one; null is for what has no tablespace.
            Tablespace = table.IsForeign ? null : table.Tablespace ?? "",
            TableAccessMethod = table.AccessMethod,
            RelationKind = table.RelationKind,
        };
        var label = SqlText.Name(table.Name);
        var item = writing.Item(table, RestorePriority.Table, entry, $"{shape.Keyword} {shape.Name}", $"{shape.Keyword} {label}");
        ColumnRemarks.Describe(writing, item, table, table.Columns);
        foreach (var constraint in table.Columns.Select(column => column.NotNull).OfType<PgRowConstraint>().Where(one => one.IsValidated)
            .Concat(table.Checks.Where(check => !shape.IsSeparate(check)))) CheckEntries.Describe(writing, item, shape, constraint);
        ColumnRemarks.Grant(writing, item, table, table.Columns);

        List<SchemaItem> parts = [.. DefaultEntries.Write(shape, item), .. CheckEntries.Write(writing, shape, item)];
        item.Yield = (needed, items) => needed.Host == item && needed.Yield!(item, items);
        return [item, .. parts];
    }

    private static SchemaItem Attach(PgTable parent, PgTable partition, SchemaItem parentItem, SchemaItem partitionItem)
    {
        var item = new SchemaItem
        {
            Priority = RestorePriority.TableAttach,
            Entry = new()
            {
                DumpId = 0,
                Tag = partition.Name,
                Desc = TocDesc.TableAttach,
                Section = TocSection.PreData,
                Definition = $"ALTER TABLE ONLY {SqlText.Name(parent.Schema, parent.Name)} "
                    + $"ATTACH PARTITION {SqlText.Name(partition.Schema, partition.Name)} {partition.PartitionBound};\n",
                Namespace = partition.Schema,
                Owner = partition.Owner,
            },
        };
        item.Dependencies.Add(parentItem);
        item.Dependencies.Add(partitionItem);
        return item;
    }
}
