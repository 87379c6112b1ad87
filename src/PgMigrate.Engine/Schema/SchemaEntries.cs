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
        ];
        Connect(written, database.Remarks.Dependencies);
        var items = new SchemaItems(written);
        return Number(DependencyOrder.Sort(() => items.Preferred, item => item.Dependencies, loop => Repair(loop, items)));
    }

    /// <summary>
    /// A part, such as a column, stands for its whole; what was made as a part of an item, such as its array type, its row type or its view's
    /// rule, stands for the item; an extension's member stands for the extension.
    /// </summary>
    private static void Connect(IReadOnlyList<SchemaItem> items, IReadOnlyList<PgDependency> dependencies)
    {
        var byAddress = items.Where(item => item.Address is not null).ToDictionary(item => item.Address!.Value);
        var parts = dependencies.Where(one => one.Kind is DependencyKind.ExtensionMember or DependencyKind.Internal).ToList();
        while (parts.RemoveAll(one => byAddress.TryGetValue(one.Referenced.Whole, out var whole) && byAddress.TryAdd(one.Dependent.Whole, whole)) > 0)
        {
        }

        foreach (var one in dependencies.Where(one => one.Kind != DependencyKind.ExtensionMember))
        {
            if (byAddress.TryGetValue(one.Dependent.Whole, out var dependent)
                && byAddress.TryGetValue(one.Referenced.Whole, out var referenced)
                && dependent != referenced
                && dependent.Host != referenced) dependent.Dependencies.Add(referenced);
        }
    }

    private static void Repair(IReadOnlyList<SchemaItem> loop, SchemaItems items)
    {
        foreach (var (item, needed) in loop.Zip([.. loop.Skip(1), loop[0]]))
        {
            if (item.Yield?.Invoke(needed, items) == true) return;
        }

        throw new MigrationException(
            "DependencyLoop", MigrationErrorCategory.InvalidData, $"Objects depend on each other in a circle: {string.Join(", ", loop)}.")
        {
            Subject = loop[0].ToString(),
            Remedy = "Drop one of the dependencies in the source, or leave one of the objects out.",
        };
    }

    private static List<TocEntry> Number(IEnumerable<SchemaItem> order)
    {
        var (entries, ids) = (new List<TocEntry>(), new Dictionary<SchemaItem, int>());
        foreach (var item in order)
        {
            if (item.Entry is not null) ids.Add(item, Add(item.Entry, Needed(item).Where(ids.ContainsKey).Select(one => ids[one])));
            var needed = ids.TryGetValue(item, out var id) ? [id] : new List<int>();
            foreach (var attachment in item.Attachments)
            {
                var added = Add(attachment, needed);
                // To revoke from the whole is to revoke from its columns, too: what columns grant comes after it.
                if (attachment.Desc == TocDesc.Privileges && needed.Count < 2) needed.Add(added);
            }
        }

        return entries;

        static IEnumerable<SchemaItem> Needed(SchemaItem item)
            => item.Dependencies.SelectMany(one => one.Host == item ? Needed(one) : [one]).Distinct();

        int Add(TocEntry entry, IEnumerable<int> dependencies)
        {
            entries.Add(entry with { DumpId = entries.Count + 1, Dependencies = [.. dependencies.Order()] });
            return entries.Count;
        }
    }
}
