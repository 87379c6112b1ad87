using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>ALTER TABLE … ADD CONSTRAINT of primary keys, unique and exclusion constraints (PostgreSQL, pg_dump.c, dumpConstraint).</summary>
internal static class IndexConstraintEntries
{
    public static SchemaItem Write(SchemaWriting writing, PgIndex index, PgIndexConstraint constraint, bool isOnPartitionedTable)
    {
        var (table, name) = (SqlText.Name(index.Table.Schema, index.Table.Name), SqlText.Name(constraint.Name));
        var addition = $"ALTER TABLE ONLY {table}\n    ADD CONSTRAINT {name}";
        var settings = IndexEntries.Settings(index) + IndexEntries.Extensions(writing, index);
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = $"{index.Table.Name} {constraint.Name}",
            Desc = TocDesc.Constraint,
            Section = TocSection.PostData,
            Definition = $"{addition} {constraint.Definition ?? Key(index, constraint)};\n{settings}",
            Steps = isOnPartitionedTable || constraint.Definition is not null || constraint.IsWithoutOverlaps
                ? []
                : [Index(index, table), $"{addition} {KeyOf(constraint)} USING INDEX {SqlText.Name(index.Name)}{Deferral(constraint)};\n{settings}"],
            // A partition's goes with the partitioned table's, or with the partition.
            DropStatement = index.Parent is null ? $"ALTER TABLE ONLY {table} DROP CONSTRAINT {name};\n" : "",
            Tablespace = index.Tablespace ?? "",
        };
        var item = writing.Item(
            constraint, RestorePriority.Constraint, entry, $"CONSTRAINT {name} ON {table}", $"CONSTRAINT {name} ON {SqlText.Name(index.Table.Name)}");
        (item.Name, item.Distinction) = (constraint.Name, index.Table.Name);
        return item;
    }

    private static string KeyOf(PgIndexConstraint constraint) => constraint.Kind == IndexConstraintKind.PrimaryKey ? "PRIMARY KEY" : "UNIQUE";

    private static string Deferral(PgIndexConstraint constraint)
        => (constraint.IsDeferrable ? " DEFERRABLE" : "") + (constraint.IsDeferred ? " INITIALLY DEFERRED" : "");

    /// <summary>The index that the constraint takes over: one of a key has no expressions, and of all else what its columns' types have.</summary>
    private static string Index(PgIndex index, string table)
        => $"CREATE UNIQUE INDEX {SqlText.Name(index.Name)} ON {table} USING btree ({Names(index.KeyColumns.OfType<string>())})"
            + Included(index) + (index.AreNullsDistinct ? "" : " NULLS NOT DISTINCT") + Storage(index) + ";\n";

    private static string Key(PgIndex index, PgIndexConstraint constraint)
    {
        var nulls = index.AreNullsDistinct ? "" : " NULLS NOT DISTINCT";
        var overlaps = constraint.IsWithoutOverlaps ? " WITHOUT OVERLAPS" : "";
        return $"{KeyOf(constraint)}{nulls} ({Names(index.KeyColumns.OfType<string>())}{overlaps})" + Included(index) + Storage(index) + Deferral(constraint);
    }

    private static string Included(PgIndex index) => index.IncludedColumns.Count == 0 ? "" : $" INCLUDE ({Names(index.IncludedColumns)})";

    private static string Storage(PgIndex index)
        => index.StorageParameters.Count == 0 ? "" : $" WITH ({OptionText.Storage(index.StorageParameters)})";

    private static string Names(IEnumerable<string> columns) => string.Join(", ", columns.Select(SqlText.Name));
}
