using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE EVENT TRIGGER, with ALTER EVENT TRIGGER … DISABLE and its like.</summary>
internal static class EventTriggerEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing) => writing.Database.EventTriggers.Select(trigger =>
    {
        var target = $"EVENT TRIGGER {SqlText.Name(trigger.Name)}";
        var tags = trigger.Tags.Count == 0 ? "" : $"\n         WHEN TAG IN ({string.Join(", ", trigger.Tags.Select(SqlText.StandardLiteral))})";
        var state = trigger.EnabledState == TriggerEnabledState.Origin ? "" : $"\nALTER {target} {EnabledStateWords.Of(trigger.EnabledState)};\n";
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = trigger.Name,
            Desc = TocDesc.EventTrigger,
            Section = TocSection.PostData,
            Definition = $"CREATE {target} ON {SqlText.Name(trigger.Event)}{tags}\n   EXECUTE FUNCTION {trigger.Function}();\n{state}",
            DropStatement = $"DROP {target};\n",
        };
        return writing.Item(trigger, RestorePriority.EventTrigger, entry, target, target);
    });
}
