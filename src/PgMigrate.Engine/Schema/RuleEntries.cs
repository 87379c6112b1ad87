using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE RULE, with ALTER TABLE … DISABLE RULE and its like, which views are named by as well.</summary>
internal static class RuleEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing) => writing.Database.Rules.Select(rule =>
    {
        var (table, name) = (SqlText.Name(rule.Table.Schema, rule.Table.Name), SqlText.Name(rule.Name));
        var state = rule.EnabledState == TriggerEnabledState.Origin ? "" : $"ALTER TABLE {table} {EnabledStateWords.Of(rule.EnabledState)} RULE {name};\n";
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = $"{rule.Table.Name} {rule.Name}",
            Desc = TocDesc.Rule,
            Section = TocSection.PostData,
            Definition = $"{rule.Definition}\n{state}",
            DropStatement = $"DROP RULE {name} ON {table};\n",
        };
        var item = writing.Item(rule, RestorePriority.Rule, entry, $"RULE {name} ON {table}", $"RULE {name} ON {SqlText.Name(rule.Table.Name)}");
        item.Name = rule.Name;
        return item;
    });
}
