using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>
/// Large objects: one entry makes each of them empty, with its OID, and one entry stands for the bytes of all of them, as archives of
/// pg_dump have them up to version 1.15 (PostgreSQL 16).
/// </summary>
internal static class LargeObjectEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing)
    {
        if (writing.Database.LargeObjects.Count == 0) return [];
        var items = writing.Database.LargeObjects.Select(one =>
        {
            var entry = new TocEntry
            {
                DumpId = 0,
                Tag = one.Name,
                Desc = TocDesc.LargeObject,
                Section = TocSection.Data,
                Definition = $"SELECT pg_catalog.lo_create('{one.Name}');\n",
                DropStatement = $"SELECT pg_catalog.lo_unlink('{one.Name}');\n",
            };
            var target = $"LARGE OBJECT {one.Name}";
            return writing.Item(one, RestorePriority.LargeObject, entry, target, target, PrivilegeNames.LargeObject);
        }).ToList();
        return [.. items, Bytes(items)];
    }

    private static SchemaItem Bytes(IReadOnlyList<SchemaItem> items)
    {
        var bytes = new SchemaItem
        {
            Priority = RestorePriority.LargeObjectData,
            Entry = new() { DumpId = 0, Tag = TocDesc.LargeObjectBytes, Desc = TocDesc.LargeObjectBytes, Section = TocSection.Data },
        };
        bytes.Dependencies.UnionWith(items);
        return bytes;
    }
}
