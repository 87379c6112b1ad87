using System.Globalization;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Tests.Schema;

/// <summary>Large objects as pg_dump writes them up to version 16: each by itself, with what hangs on it.</summary>
internal static class LargeObjectText
{
    public static IEnumerable<TocEntry> Ungrouped(IReadOnlyList<TocEntry> entries)
    {
        var groups = entries.Where(entry => entry.Desc == TocDesc.LargeObjects).ToDictionary(entry => entry.DumpId);
        var remarks = entries.Where(entry => !entry.HasData && entry.Dependencies.Any(groups.ContainsKey)).ToLookup(entry => entry.Dependencies.First(groups.ContainsKey));
        var isTold = false;
        foreach (var entry in entries.Where(entry => entry.HasData || !entry.Dependencies.Any(groups.ContainsKey)))
        {
            if (entry.Desc != TocDesc.LargeObjects) yield return entry;
            else if (!isTold)
            {
                isTold = true;
                var singles = groups.Values.SelectMany(group => LargeObjectGroup.OidsOf(group).Select(oid => (Group: group, Name: oid.ToString(CultureInfo.InvariantCulture))));
                foreach (var one in singles.OrderBy(one => one.Name, StringComparer.Ordinal).SelectMany(one => Single(one.Group, one.Name, remarks[one.Group.DumpId]))) yield return one;
            }
        }
    }

    private static IEnumerable<TocEntry> Single(TocEntry group, string name, IEnumerable<TocEntry> remarks)
    {
        yield return group with { Desc = TocDesc.LargeObject, Tag = name, Definition = $"SELECT pg_catalog.lo_create('{name}');\n" };
        var (tag, first) = ($"LARGE OBJECT {name}", LargeObjectGroup.OidsOf(group).First());
        foreach (var remark in remarks.Where(remark => remark.Desc == TocDesc.Privileges || remark.Tag == tag))
        {
            yield return remark with { Tag = tag, Definition = remark.Definition.Replace($" LARGE OBJECT {first} ", $" {tag} ", StringComparison.Ordinal) };
        }
    }
}
