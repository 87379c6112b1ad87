using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>
/// Large objects, by groups that have one owner and the same privileges: an entry that makes them empty, with their OIDs, and an entry that
/// stands for their bytes, as archives of pg_dump have them since version 1.16 (PostgreSQL 17). A million of them is no million entries.
/// </summary>
internal static class LargeObjectEntries
{
    /// <summary>pg_dump has up to 1,000. Each takes a place in the server's lock table until its transaction ends, and several groups run at once.</summary>
    private const int GroupSize = 500;

    public static IEnumerable<SchemaItem> Write(SchemaWriting writing) => writing.Database.LargeObjects
        .GroupBy(one => (one.Owner, Privileges: StatementsOf(one, "").Write(writing.PrivilegesOf(one))))
        .SelectMany(alike => alike.Chunk(GroupSize))
        .SelectMany(group => Write(writing, group));

    private static IEnumerable<SchemaItem> Write(SchemaWriting writing, PgLargeObject[] group)
    {
        var (first, last) = (group[0], group[^1]);
        var name = group.Length == 1 ? first.Name : $"{first.Name}..{last.Name}";
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = name,
            Desc = TocDesc.LargeObjects,
            Section = TocSection.Data,
            Definition = LargeObjectGroup.Write(group.Select(one => one.Address.Oid)),
            DropStatement = LargeObjectGroup.Drop,
        };
        var item = writing.Item(first, RestorePriority.LargeObject, entry, Target(first), Target(first));
        foreach (var one in group.Skip(1)) writing.Describe(item, one, one.Address, Target(one), Target(one));
        writing.Grant(item, first, first.Address, StatementsOf(first, first.Name), name);
        if (group.Length > 1 && item.Attachments is [.., { Desc: TocDesc.Privileges } granted])
        {
            item.Attachments[^1] = granted with { Tag = $"LARGE OBJECTS {name}" };
        }

        var bytes = new SchemaItem
        {
            Priority = RestorePriority.LargeObjectData,
            Entry = new() { DumpId = 0, Tag = name, Desc = TocDesc.LargeObjectBytes, Section = TocSection.Data },
        };
        bytes.Dependencies.Add(item);
        return [item, bytes];
    }

    private static PrivilegeStatements StatementsOf(PgLargeObject one, string name) => new("LARGE OBJECT", name, one.Owner!, PrivilegeNames.LargeObject);

    private static string Target(PgLargeObject one) => $"LARGE OBJECT {one.Name}";
}
