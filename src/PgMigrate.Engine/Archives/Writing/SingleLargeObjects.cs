using System.Globalization;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// Large objects as archives have them up to version 1.15: an entry for each, which makes it, and one for the bytes of all. Pure.
/// </summary>
internal static class SingleLargeObjects
{
    private const uint Catalog = 2613; // pg_largeobject

    public static IReadOnlyList<TocEntry> Of(IReadOnlyList<TocEntry> entries)
    {
        var groups = entries.Where(entry => entry.Desc == TocDesc.LargeObjects).ToDictionary(entry => entry.DumpId);
        if (groups.Count == 0 && !entries.Any(entry => entry.Desc == TocDesc.LargeObjectBytes)) return entries;
        var next = entries.Max(entry => entry.DumpId);
        var remarks = entries.Where(entry => !entry.HasData && GroupOf(entry) is not null).ToLookup(entry => GroupOf(entry)!.Value);
        var singles = groups.Values.SelectMany(group => LargeObjectGroup.OidsOf(group).Select(oid => (Group: group, Oid: oid, Name: Text(oid))))
            .OrderBy(one => one.Name, StringComparer.Ordinal).SelectMany(Single).ToList();
        var bytes = entries.Where(entry => entry.Desc == TocDesc.LargeObjectBytes).Take(1)
            .Select(entry => entry with { Tag = TocDesc.LargeObjectBytes, Dependencies = [] });
        var rest = entries.Where(entry => entry.Desc is not (TocDesc.LargeObjects or TocDesc.LargeObjectBytes) && GroupOf(entry) is null).ToList();
        // They are made before the rows, and get their bytes after them.
        return
        [
            .. rest.TakeWhile(entry => !IsAfterPreData(entry)), .. singles,
            .. rest.SkipWhile(entry => !IsAfterPreData(entry)).TakeWhile(entry => entry.Section != TocSection.PostData), .. bytes,
            .. rest.SkipWhile(entry => !IsAfterPreData(entry)).SkipWhile(entry => entry.Section != TocSection.PostData),
        ];

        int? GroupOf(TocEntry entry) => entry.Dependencies.Where(groups.ContainsKey).Cast<int?>().FirstOrDefault();

        IEnumerable<TocEntry> Single((TocEntry Group, uint Oid, string Name) one)
        {
            var (tag, first) = ($"LARGE OBJECT {one.Name}", LargeObjectGroup.OidsOf(one.Group).First());
            var entry = one.Group with
            {
                DumpId = ++next,
                CatalogTableOid = Catalog,
                CatalogOid = one.Oid,
                Desc = TocDesc.LargeObject,
                Tag = one.Name,
                Section = TocSection.PreData,
                Definition = $"SELECT pg_catalog.lo_create('{one.Name}');\n",
                DropStatement = $"SELECT pg_catalog.lo_unlink('{one.Name}');\n",
                Dependencies = [],
            };
            yield return entry;
            foreach (var remark in remarks[one.Group.DumpId].Where(remark => remark.Desc == TocDesc.Privileges || remark.Tag == tag))
            {
                yield return remark with
                {
                    DumpId = ++next,
                    Tag = tag,
                    Definition = remark.Definition.Replace($" LARGE OBJECT {Text(first)} ", $" {tag} ", StringComparison.Ordinal),
                    Dependencies = [entry.DumpId],
                };
            }
        }
    }

    private static bool IsAfterPreData(TocEntry entry) => entry.Section is TocSection.Data or TocSection.PostData;

    private static string Text(uint oid) => oid.ToString(CultureInfo.InvariantCulture);
}
