using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE INDEX, the constraints that come with an index, and ALTER INDEX … ATTACH PARTITION (PostgreSQL, pg_dump.c, dumpIndex, dumpIndexAttach).</summary>
internal static class IndexEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing)
    {
        var partitioned = writing.Database.Tables.Where(table => table.IsPartitioned).Select(table => table.Address).ToHashSet();
        foreach (var index in writing.Database.Indexes)
        {
            if (index.Constraint is { } constraint)
            {
                yield return IndexConstraintEntries.Write(writing, index, constraint, partitioned.Contains(index.TableAddress));
            }

            var name = SqlText.Name(index.Schema, index.Name);
            // That of a constraint is made with it, but has a comment of its own.
            var entry = index.Constraint is null ? Entry(writing, index, name) : null;
            var item = writing.Item(index, RestorePriority.Index, entry, $"INDEX {name}", $"INDEX {SqlText.Name(index.Name)}");
            (item.Schema, item.Name) = (index.Schema, index.Name);
            yield return item;
            if (index.Parent is not null) yield return Attachment(index, index.Parent, name);
        }
    }

    /// <summary>What makes an index go with extensions.</summary>
    public static string Extensions(SchemaWriting writing, PgIndex index)
        => writing.WithExtensions(index.Address, $"INDEX {SqlText.Name(index.Schema, index.Name)}");

    /// <summary>What is set for an index when it is there, whether it came with a constraint or not.</summary>
    public static string Settings(PgIndex index, string extensions = "")
    {
        var (table, name) = (SqlText.Name(index.Table.Schema, index.Table.Name), SqlText.Name(index.Name));
        var text = index.IsClustered ? $"\nALTER TABLE {table} CLUSTER ON {name};\n" : "";
        foreach (var one in index.ColumnStatistics)
        {
            text += $"ALTER INDEX {SqlText.Name(index.Schema, index.Name)} ALTER COLUMN {one.Column} SET STATISTICS {one.Target};\n";
        }

        text += extensions;
        if (index.IsReplicaIdentity) text += $"\nALTER TABLE ONLY {table} REPLICA IDENTITY USING INDEX {name};\n";
        return text;
    }

    private static TocEntry Entry(SchemaWriting writing, PgIndex index, string name) => new()
    {
        DumpId = 0,
        Tag = index.Name,
        Desc = TocDesc.Index,
        Section = TocSection.PostData,
        Definition = $"{index.Definition};\n{Settings(index, Extensions(writing, index))}",
        // A partition's goes with the partitioned table's, or with the partition.
        DropStatement = index.Parent is null ? $"DROP INDEX {name};\n" : "",
        // The default tablespace is the empty one.
        Tablespace = index.Tablespace ?? "",
    };

    /// <summary>Needs both indexes and both tables.</summary>
    private static SchemaItem Attachment(PgIndex index, PgIndexParent parent, string name) => new()
    {
        Priority = RestorePriority.IndexAttach,
        Entry = new()
        {
            DumpId = 0,
            Tag = index.Name,
            Desc = TocDesc.IndexAttach,
            Section = TocSection.PostData,
            Definition = $"ALTER INDEX {SqlText.Name(parent.Index.Schema, parent.Index.Name)} ATTACH PARTITION {name};\n",
            Namespace = index.Schema,
            Owner = index.Owner,
        },
        Needs = { index.Address, index.TableAddress, parent.Address, parent.TableAddress },
        Attaches = (index.Address, parent.Address),
    };
}
