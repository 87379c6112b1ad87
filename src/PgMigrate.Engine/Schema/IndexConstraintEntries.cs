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
                : [index.Definition + ";\n", $"{addition} {KeyOf(constraint)} USING INDEX {SqlText.Name(index.Name)}{Deferral(constraint)};\n{settings}"],
            DropStatement = $"ALTER TABLE ONLY {table} DROP CONSTRAINT {name};\n",
            Tablespace = index.Tablespace,
        };
        var item = writing.Item(
            constraint, RestorePriority.Constraint, entry, $"CONSTRAINT {name} ON {table}", $"CONSTRAINT {name} ON {SqlText.Name(index.Table.Name)}");
        (item.Name, item.Distinction) = (constraint.Name, index.Table.Name);
        return item;
    }

    private static string KeyOf(PgIndexConstraint constraint) => constraint.Kind == IndexConstraintKind.PrimaryKey ? "PRIMARY KEY" : "UNIQUE";

    private static string Deferral(PgIndexConstraint constraint)
        => (constraint.IsDeferrable ? " DEFERRABLE" : "") + (constraint.IsDeferred ? " INITIALLY DEFERRED" : "");

    private static string Key(PgIndex index, PgIndexConstraint constraint)
    {
        var text = KeyOf(constraint);
        if (!index.AreNullsDistinct) text += " NULLS NOT DISTINCT";
        text += $" ({Names(index.KeyColumns.OfType<string>())}";
        if (constraint.IsWithoutOverlaps) text += " WITHOUT OVERLAPS";
        if (index.IncludedColumns.Count > 0) text += $") INCLUDE ({Names(index.IncludedColumns)}";
        text += ")";
        if (index.StorageParameters.Count > 0) text += $" WITH ({OptionText.Storage(index.StorageParameters)})";
        return text + Deferral(constraint);
    }

    private static string Names(IEnumerable<string> columns) => string.Join(", ", columns.Select(SqlText.Name));
}
