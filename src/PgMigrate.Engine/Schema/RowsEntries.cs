using System.Globalization;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>The rows of tables, and where sequences stand. A partitioned table's rows are its partitions'.</summary>
internal static class RowsEntries
{
    /// <summary>What stands for the rows of a relation where items name what they need: rows have no address in the catalog.</summary>
    public static ObjectAddress Address(uint relation) => new(0, relation);

    /// <summary>The rows of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="target">The table that COPY names: itself, or the root that it must be loaded through.</param>
    /// <param name="item">The table's item.</param>
    public static SchemaItem Rows(PgTable table, PgTable target, SchemaItem item)
    {
        var name = SqlText.Name(target.Schema, target.Name);
        var columns = string.Join(", ", table.StoredColumns.Select(column => SqlText.Name(column.Name)));
        var rows = new SchemaItem
        {
            Address = Address(table.Oid),
            Priority = RestorePriority.TableData,
            Entry = new()
            {
                DumpId = 0,
                CatalogOid = table.Oid,
                Tag = table.Name,
                Desc = TocDesc.TableData,
                Section = TocSection.Data,
                Definition = target == table ? "" : $"-- load via partition root {name}\n",
                CopyStatement = $"COPY {name} {(columns.Length == 0 ? "" : $"({columns})")} FROM stdin;\n",
                Namespace = table.Schema,
                Owner = table.Owner,
                RelationKind = table.RelationKind,
                DataBytes = table.Bytes,
                DataRows = table.EstimatedRows,
            },
        };
        rows.Dependencies.Add(item);
        return rows;
    }

    /// <summary>Where a sequence stands.</summary>
    public static SchemaItem Position(PgSequence sequence, SchemaItem item)
    {
        var name = SqlText.StandardLiteral(SqlText.Name(sequence.Schema, sequence.Name));
        var position = new SchemaItem
        {
            Priority = RestorePriority.SequenceSet,
            Entry = new()
            {
                DumpId = 0,
                Tag = sequence.Name,
                Desc = TocDesc.SequenceSet,
                Section = TocSection.Data,
                Definition = string.Create(
                    CultureInfo.InvariantCulture,
                    $"SELECT pg_catalog.setval({name}, {sequence.LastValue}, {(sequence.IsCalled ? "true" : "false")});\n"),
                Namespace = sequence.Schema,
                Owner = sequence.Owner,
            },
        };
        position.Dependencies.Add(item);
        return position;
    }
}
