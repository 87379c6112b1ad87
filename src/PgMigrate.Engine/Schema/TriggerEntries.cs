using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>
/// CREATE TRIGGER, with ALTER TABLE … DISABLE TRIGGER and its like; of a partition's copy only its state, where that is not its parent's
/// (PostgreSQL, pg_dump.c, dumpTrigger), and its comment, which pg_dump loses where the state is its parent's.
/// </summary>
internal static class TriggerEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing)
    {
        var triggers = writing.Database.Triggers.ToDictionary(trigger => trigger.Address);
        foreach (var trigger in triggers.Values)
        {
            var (table, name) = (SqlText.Name(trigger.Table.Schema, trigger.Table.Name), SqlText.Name(trigger.Name));
            var entry = new TocEntry
            {
                DumpId = 0,
                Tag = $"{trigger.Table.Name} {trigger.Name}",
                Desc = TocDesc.Trigger,
                Section = TocSection.PostData,
                Definition = Definition(writing, trigger, table, name),
                DropStatement = trigger.InheritedFrom is null ? $"DROP TRIGGER {name} ON {table};\n" : "",
            };
            var item = writing.Item(
                trigger, RestorePriority.Trigger, trigger.EnabledState == trigger.InheritedState ? null : entry, $"TRIGGER {name} ON {table}", $"TRIGGER {name} ON {SqlText.Name(trigger.Table.Name)}");
            (item.Schema, item.Name) = (trigger.Schema, trigger.Name);
            // The one that it is a copy of may have no entry, but that one's parent has: pg_dump 15 to 18 loses sight of it.
            for (var next = trigger; next.InheritedFrom is { } parent && triggers.TryGetValue(parent, out next);) item.Needs.Add(parent);
            if (item.Entry is not null || item.Attachments.Count > 0) yield return item;
        }
    }

    private static string Definition(SchemaWriting writing, PgTrigger trigger, string table, string name)
    {
        var state = $"\nALTER {(trigger.IsOnForeignTable ? "FOREIGN " : "")}TABLE {table} {EnabledStateWords.Of(trigger.EnabledState)} TRIGGER {name};\n";
        if (trigger.InheritedFrom is not null) return state;
        var extensions = writing.WithExtensions(trigger.Address, $"TRIGGER {name} ON {table}");
        return $"{trigger.Definition};\n{extensions}{(trigger.EnabledState == TriggerEnabledState.Origin ? "" : state)}";
    }
}
