using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>ALTER TABLE … ADD CONSTRAINT … FOREIGN KEY; a partition's comes with its partitioned table's.</summary>
internal static class ForeignKeyEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing) => writing.Database.ForeignKeys.Where(key => !key.IsInherited).Select(key =>
    {
        var (table, name) = (SqlText.Name(key.Table.Schema, key.Table.Name), SqlText.Name(key.Name));
        // ONLY would be refused there.
        var target = key.IsOnPartitionedTable ? table : $"ONLY {table}";
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = $"{key.Table.Name} {key.Name}",
            Desc = TocDesc.ForeignKey,
            Section = TocSection.PostData,
            Definition = $"ALTER TABLE {target}\n    ADD CONSTRAINT {name} {key.Definition};\n",
            DropStatement = $"ALTER TABLE {target} DROP CONSTRAINT {name};\n",
        };
        var item = writing.Item(
            key, RestorePriority.ForeignKey, entry, $"CONSTRAINT {name} ON {table}", $"CONSTRAINT {name} ON {SqlText.Name(key.Table.Name)}");
        item.Name = key.Name;
        return item;
    });
}
