using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE VIEW (PostgreSQL, pg_dump.c, dumpTableSchema).</summary>
internal static class ViewEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing) => writing.Database.Views.SelectMany(view => View(writing, view));

    private static IEnumerable<SchemaItem> View(SchemaWriting writing, PgView view)
    {
        var (name, label) = (SqlText.Name(view.Schema, view.Name), SqlText.Name(view.Name));
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = view.Name,
            Desc = TocDesc.View,
            Section = TocSection.PreData,
            Definition = $"CREATE VIEW {name}{Defined(view)}",
            DropStatement = $"DROP VIEW {name};\n",
            RelationKind = 'v',
        };
        var item = writing.Item(view, RestorePriority.Table, entry, $"VIEW {name}", $"VIEW {label}");
        ColumnRemarks.Describe(writing, item, view, view.Columns);
        var remarks = item.Attachments.Count;
        writing.Describe(item, view, view.Rule, $"RULE \"_RETURN\" ON {name}", $"RULE \"_RETURN\" ON {label}");
        var rule = new ViewRule(view, item, [.. item.Attachments.Skip(remarks)]).Item;
        ColumnRemarks.Grant(writing, item, view, view.Columns);
        return
        [
            item,
            rule,
            .. view.Columns.Where(column => column.Default is not null)
                .Select(column => DefaultEntries.Separate(view, TocDesc.Table, column, column.Default!.Expression, item)),
        ];
    }

    /// <summary>What stands behind the view's name in CREATE VIEW.</summary>
    public static string Defined(PgView view)
    {
        var options = view.Options.Count == 0 ? "" : $" WITH ({OptionText.Storage(view.Options)})";
        var check = view.CheckOption == ViewCheckOption.None ? "" : $"\n  WITH {view.CheckOption.ToString().ToUpperInvariant()} CHECK OPTION";
        return $"{options} AS\n{view.Query}{check};\n";
    }
}
