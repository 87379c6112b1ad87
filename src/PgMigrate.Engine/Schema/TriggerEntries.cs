using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>
/// CREATE TRIGGER, with ALTER TABLE … DISABLE TRIGGER and its like; of a partition's copy only its state, where that is not its parent's
/// (PostgreSQL, pg_dump.c, dumpTrigger).
/// </summary>
internal static class TriggerEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing)
        => writing.Database.Triggers.Where(trigger => trigger.EnabledState != trigger.InheritedState).Select(trigger =>
        {
            var (table, name) = (SqlText.Name(trigger.Table.Schema, trigger.Table.Name), SqlText.Name(trigger.Name));
            var isCopy = trigger.InheritedState is not null;
            var state = $"\nALTER {(trigger.IsOnForeignTable ? "FOREIGN " : "")}TABLE {table} {EnabledStateWords.Of(trigger.EnabledState)} TRIGGER {name};\n";
            var entry = new TocEntry
            {
                DumpId = 0,
                Tag = $"{trigger.Table.Name} {trigger.Name}",
                Desc = TocDesc.Trigger,
                Section = TocSection.PostData,
                Definition = isCopy ? state : $"{trigger.Definition};\n{(trigger.EnabledState == TriggerEnabledState.Origin ? "" : state)}",
                DropStatement = isCopy ? "" : $"DROP TRIGGER {name} ON {table};\n",
            };
            var item = writing.Item(
                trigger, RestorePriority.Trigger, entry, $"TRIGGER {name} ON {table}", $"TRIGGER {name} ON {SqlText.Name(trigger.Table.Name)}");
            item.Name = trigger.Name;
            return item;
        });
}
