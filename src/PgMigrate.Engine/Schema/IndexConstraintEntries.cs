using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>ALTER TABLE … ADD CONSTRAINT of primary keys, unique and exclusion constraints (PostgreSQL, pg_dump.c, dumpConstraint).</summary>
internal static class IndexConstraintEntries
{
    public static SchemaItem Write(SchemaWriting writing, PgIndex index, PgIndexConstraint constraint)
    {
        var (table, name) = (SqlText.Name(index.Table.Schema, index.Table.Name), SqlText.Name(constraint.Name));
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = $"{index.Table.Name} {constraint.Name}",
            Desc = TocDesc.Constraint,
            Section = TocSection.PostData,
            Definition = $"ALTER TABLE ONLY {table}\n    ADD CONSTRAINT {name} {constraint.Definition ?? Key(index, constraint)};\n"
                + IndexEntries.Settings(index) + IndexEntries.Extensions(writing, index),
            DropStatement = $"ALTER TABLE ONLY {table} DROP CONSTRAINT {name};\n",
            Tablespace = index.Tablespace,
        };
        var item = writing.Item(
            constraint, RestorePriority.Constraint, entry, $"CONSTRAINT {name} ON {table}", $"CONSTRAINT {name} ON {SqlText.Name(index.Table.Name)}");
        (item.Name, item.Distinction) = (constraint.Name, index.Table.Name);
        return item;
    }

    private static string Key(PgIndex index, PgIndexConstraint constraint)
    {
        var text = constraint.Kind == IndexConstraintKind.PrimaryKey ? "PRIMARY KEY" : "UNIQUE";
        if (!index.AreNullsDistinct) text += " NULLS NOT DISTINCT";
        text += $" ({Names(index.KeyColumns.OfType<string>())}";
        if (constraint.IsWithoutOverlaps) text += " WITHOUT OVERLAPS";
        if (index.IncludedColumns.Count > 0) text += $") INCLUDE ({Names(index.IncludedColumns)}";
        text += ")";
        if (index.StorageParameters.Count > 0) text += $" WITH ({OptionText.Storage(index.StorageParameters)})";
        if (constraint.IsDeferrable) text += " DEFERRABLE";
        if (constraint.IsDeferred) text += " INITIALLY DEFERRED";
        return text;
    }

    private static string Names(IEnumerable<string> columns) => string.Join(", ", columns.Select(SqlText.Name));
}
