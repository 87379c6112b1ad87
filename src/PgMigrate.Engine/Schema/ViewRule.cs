using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>
/// A view's ON SELECT rule, which is what needs all that the query needs. It comes with the view, unless something that it needs needs the view,
/// or comes only after the rows: then the view is made with its columns alone, which others may refer to, and gets its query later
/// (PostgreSQL, pg_dump_sort.c, repairViewRuleMultiLoop).
/// </summary>
internal sealed class ViewRule
{
    private readonly PgView view;
    private readonly SchemaItem viewItem;
    private readonly IReadOnlyList<TocEntry> remarks;
    private readonly string name;

    /// <param name="view">The view.</param>
    /// <param name="viewItem">Its item.</param>
    /// <param name="remarks">The attachments of the view that are the rule's: its comment.</param>
    public ViewRule(PgView view, SchemaItem viewItem, IReadOnlyList<TocEntry> remarks)
    {
        (this.view, this.viewItem, this.remarks) = (view, viewItem, remarks);
        name = SqlText.Name(view.Schema, view.Name);
        Item = new()
        {
            Address = view.Rule,
            // As long as it comes with the view, it is needed before the rows.
            Priority = RestorePriority.Default,
            Place = (view.Schema, view.Name),
            Host = viewItem,
            Yield = (_, items) => Part(items),
        };
        viewItem.Dependencies.Add(Item);
        viewItem.Yield = (needed, items) => needed == Item && Part(items);
    }

    public SchemaItem Item { get; }

    private bool Part(SchemaItems items)
    {
        if (Item.Host is null) return false;
        Item.Host = null;
        Item.Priority = RestorePriority.Rule;
        Item.Place = (view.Schema, "_RETURN");
        Item.Entry = Entry();
        items.Postpone(Item);
        Item.Dependencies.Add(viewItem);
        viewItem.Dependencies.Remove(Item);
        viewItem.Entry = viewItem.Entry! with { Definition = $"CREATE VIEW {name} AS\n{Columns()};\n" };
        foreach (var remark in remarks)
        {
            viewItem.Attachments.Remove(remark);
            Item.Attachments.Add(remark);
        }

        return true;
    }

    private TocEntry Entry() => new()
    {
        DumpId = 0,
        CatalogTableOid = view.Rule.CatalogOid,
        CatalogOid = view.Rule.Oid,
        Tag = $"{view.Name} _RETURN",
        Desc = TocDesc.Rule,
        Section = TocSection.PostData,
        Definition = $"CREATE OR REPLACE VIEW {name}{ViewEntries.Defined(view)}",
        // A view is never without a rule: this one needs nothing.
        DropStatement = $"CREATE OR REPLACE VIEW {name} AS\n{Columns()};\n",
        Namespace = view.Schema,
        Owner = view.Owner,
    };

    /// <summary>A query with the view's columns and no source. CREATE OR REPLACE VIEW would refuse another collation.</summary>
    private string Columns() => "SELECT" + string.Join(',', view.Columns.Select(column =>
    {
        var collation = column.Collation is null ? "" : $" COLLATE {column.Collation}";
        return $"\n    NULL::{column.Type}{collation} AS {SqlText.Name(column.Name)}";
    }));
}
