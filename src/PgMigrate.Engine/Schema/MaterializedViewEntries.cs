using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE MATERIALIZED VIEW, without rows, and REFRESH of those that hold rows.</summary>
internal static class MaterializedViewEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing)
    {
        var sources = new ViewSources(writing.Database);
        foreach (var view in writing.Database.MaterializedViews)
        {
            var item = View(writing, view);
            yield return item;
            if (sources.CanRefresh(view)) yield return Refresh(view, item, sources);
        }
    }

    private static SchemaItem View(SchemaWriting writing, PgMaterializedView view)
    {
        var (name, label) = (SqlText.Name(view.Schema, view.Name), SqlText.Name(view.Name));
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = view.Name,
            Desc = TocDesc.MaterializedView,
            Section = TocSection.PreData,
            Definition = Definition(writing, view, name),
            DropStatement = $"DROP MATERIALIZED VIEW {name};\n",
            // The default tablespace is the empty one.
            Tablespace = view.Tablespace ?? "",
            TableAccessMethod = view.AccessMethod,
            RelationKind = 'm',
        };
        var item = writing.Item(view, RestorePriority.Table, entry, $"MATERIALIZED VIEW {name}", $"MATERIALIZED VIEW {label}");
        ColumnRemarks.Describe(writing, item, view, view.Columns);
        ColumnRemarks.Grant(writing, item, view, view.Columns);
        item.Yield = (needed, items) => items.PostponeBehind(needed, item);
        return item;
    }

    private static string Definition(SchemaWriting writing, PgMaterializedView view, string name)
    {
        string[] options = [OptionText.Storage(view.Options), OptionText.Storage(view.ToastOptions, "toast.")];
        var with = string.Join(", ", options.Where(option => option.Length > 0));
        var settings = view.Columns.SelectMany(column => ColumnSettings.Of(column)
            .Select(action => $"ALTER TABLE ONLY {name} ALTER COLUMN {SqlText.Name(column.Name)} {action};\n"));
        var identity = view.ReplicaIdentity switch
        {
            ReplicaIdentity.Nothing => $"\nALTER TABLE ONLY {name} REPLICA IDENTITY NOTHING;\n",
            ReplicaIdentity.Full => $"\nALTER TABLE ONLY {name} REPLICA IDENTITY FULL;\n",
            _ => "",
        };
        return $"CREATE MATERIALIZED VIEW {name}{(with.Length == 0 ? "" : $"\nWITH ({with})")} AS\n{view.Query}\n  WITH NO DATA;\n"
            + writing.WithExtensions(view.Address, $"MATERIALIZED VIEW {name}") + string.Concat(settings) + identity;
    }

    private static SchemaItem Refresh(PgMaterializedView view, SchemaItem item, ViewSources sources)
    {
        var refresh = new SchemaItem
        {
            Address = RowsEntries.Address(view.Oid),
            Priority = RestorePriority.Refresh,
            Entry = new()
            {
                DumpId = 0,
                CatalogOid = view.Oid,
                Tag = view.Name,
                Desc = TocDesc.Refresh,
                Section = TocSection.PostData,
                Definition = $"REFRESH MATERIALIZED VIEW {SqlText.Name(view.Schema, view.Name)};\n",
                Namespace = view.Schema,
                Owner = view.Owner,
            },
        };
        refresh.Dependencies.Add(item);
        foreach (var needed in sources.NeededBy(view)) refresh.Needs.Add(needed);
        return refresh;
    }
}
