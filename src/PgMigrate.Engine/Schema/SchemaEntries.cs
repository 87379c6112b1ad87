using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>Turns a database's model into entries, in pg_dump's words and order.</summary>
internal static class SchemaEntries
{
    /// <summary>The entries in restore order: what an entry depends on comes before it. The same database gives the same entries every time.</summary>
    public static IReadOnlyList<TocEntry> Build(PgDatabase database)
    {
        var writing = new SchemaWriting(database);
        List<SchemaItem> written =
        [
            .. NamespaceEntries.Write(writing),
            .. TypeEntries.Write(writing),
            .. FunctionEntries.Write(writing),
            .. SequenceEntries.Write(writing),
            .. TableEntries.Write(writing),
            .. IndexEntries.Write(writing),
            .. ForeignKeyEntries.Write(writing),
            .. ExtendedStatisticsEntries.Write(writing),
            .. RuleEntries.Write(writing),
            .. TriggerEntries.Write(writing),
            .. PolicyEntries.Write(writing),
            .. EventTriggerEntries.Write(writing),
            .. ViewEntries.Write(writing),
            .. MaterializedViewEntries.Write(writing),
            .. PublicationEntries.Write(writing),
            .. SubscriptionEntries.Write(writing),
            .. LargeObjectEntries.Write(writing),
            .. DefaultPrivilegesEntries.Write(writing),
            .. ExtensionEntries.Write(writing),
            .. LanguageEntries.Write(writing),
            .. AggregateEntries.Write(writing),
            .. OperatorEntries.Write(writing),
            .. OperatorFamilyEntries.Write(writing),
            .. CastEntries.Write(writing),
            .. CollationEntries.Write(writing),
            .. ConversionEntries.Write(writing),
            .. TransformEntries.Write(writing),
            .. AccessMethodEntries.Write(writing),
            .. TextSearchEntries.Write(writing),
            .. ForeignServerEntries.Write(writing),
            .. ProvidedObjectEntries.Write(writing),
            .. StatisticsEntries.Write(writing),
        ];
        SchemaConnections.Connect(written, database.Remarks.Dependencies);
        var items = new SchemaItems(written);
        return Number(DependencyOrder.Sort(() => items.Preferred, item => item.Dependencies, loop => Repair(loop, items)));
    }

    /// <summary>What needs something that comes after the rows is asked first: to make it later is no loss to the others on the loop.</summary>
    private static void Repair(IReadOnlyList<SchemaItem> loop, SchemaItems items)
    {
        var steps = loop.Zip([.. loop.Skip(1), loop[0]]).ToList();
        foreach (var (item, needed) in steps.OrderByDescending(step => step.Second.Entry?.Section == TocSection.PostData))
        {
            // It may be later now, and yet be needed by others on the loop: they are asked as well.
            if (item.Yield?.Invoke(needed, items) == true && steps.Any(step => !step.First.Dependencies.Contains(step.Second))) return;
        }

        throw new MigrationException(
            "DependencyLoop", MigrationErrorCategory.InvalidData, $"Objects depend on each other in a circle: {string.Join(", ", loop)}.")
        {
            Subject = loop[0].ToString(),
            Remedy = "Drop one of the dependencies in the source, or leave one of the objects out.",
        };
    }

    /// <summary>What depends on an item that has no entry depends on what that item depends on.</summary>
    private static List<TocEntry> Number(IReadOnlyCollection<SchemaItem> order)
    {
        var (entries, ids) = (new List<TocEntry>(order.Count), new Dictionary<SchemaItem, IReadOnlyList<int>>(order.Count));
        foreach (var item in order)
        {
            if (item.Priority is RestorePriority.PreDataBoundary or RestorePriority.PostDataBoundary) continue; // The sections say them.
            var needed = Needed(item);
            ids.Add(item, item.Entry is null ? needed : [Add(item.Entry, needed)]);
            IReadOnlyList<int> hangsOn = ids[item];
            foreach (var attachment in item.Attachments)
            {
                var added = Add(attachment, hangsOn);
                // To revoke from the whole is to revoke from its columns, too: what columns grant comes after it.
                if (attachment.Desc == TocDesc.Privileges && hangsOn == ids[item]) hangsOn = [.. hangsOn, added];
            }
        }

        return entries;

        int[] Needed(SchemaItem item)
        {
            var found = new SortedSet<int>();
            foreach (var one in item.Dependencies)
            {
                if (ids.TryGetValue(one, out var known)) found.UnionWith(known);
            }

            return [.. found];
        }

        int Add(TocEntry entry, IReadOnlyList<int> dependencies)
        {
            entries.Add(entry with { DumpId = entries.Count + 1, Dependencies = dependencies });
            return entries.Count;
        }
    }
}
