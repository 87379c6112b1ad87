using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>ALTER TABLE … ADD CONSTRAINT … FOREIGN KEY; a partition's comes with its partitioned table's, so that only a comment is its own.</summary>
internal static class ForeignKeyEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing)
    {
        var partitioned = writing.Database.Tables.Where(table => table.IsPartitioned).Select(table => table.Oid).ToHashSet();
        var keys = writing.Database.ForeignKeys.ToDictionary(key => key.Address);
        foreach (var key in keys.Values)
        {
            var (table, name) = (SqlText.Name(key.Table.Schema, key.Table.Name), SqlText.Name(key.Name));
            var item = writing.Item(
                key, RestorePriority.ForeignKey, key.IsInherited ? null : Entry(key, table, name, partitioned.Contains(key.ParentTableOid)),
                $"CONSTRAINT {name} ON {table}", $"CONSTRAINT {name} ON {SqlText.Name(key.Table.Name)}");
            (item.Schema, item.Name) = (key.Schema, key.Name);
            for (var next = key; next.InheritedFrom is { } parent && keys.TryGetValue(parent, out next);) item.Needs.Add(parent);
            if (item.Entry is not null || (item.Attachments.Count > 0 && !IsOnWhatIsReferredTo(key, keys))) yield return item;
        }
    }

    private static TocEntry Entry(PgForeignKey key, string table, string name, bool refersToPartitionedTable)
    {
        // ONLY would be refused there.
        var target = key.IsOnPartitionedTable ? table : $"ONLY {table}";
        var addition = $"ALTER TABLE {target}\n    ADD CONSTRAINT {name} {key.Definition}";
        return new()
        {
            DumpId = 0,
            Tag = $"{key.Table.Name} {key.Name}",
            Desc = TocDesc.ForeignKey,
            Section = TocSection.PostData,
            Definition = $"{addition};\n",
            Steps = !key.IsValidated || !key.IsEnforced || key.IsOnPartitionedTable || refersToPartitionedTable
                ? []
                : [$"{addition} NOT VALID;\n", $"ALTER TABLE {target} VALIDATE CONSTRAINT {name};\n"],
            DropStatement = $"ALTER TABLE {target} DROP CONSTRAINT {name};\n",
        };
    }

    /// <summary>Whether it is one of those that point to each partition of the table referred to, under names that PostgreSQL makes up.</summary>
    private static bool IsOnWhatIsReferredTo(PgForeignKey key, Dictionary<ObjectAddress, PgForeignKey> keys)
        => key.InheritedFrom is { } parent && keys.TryGetValue(parent, out var whole) && whole.TableOid == key.TableOid;
}
