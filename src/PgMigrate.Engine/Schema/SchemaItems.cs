using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>The items of a database while they are put in order: all pre-data before all data, all data before all post-data.</summary>
internal sealed class SchemaItems
{
    private readonly List<SchemaItem> items = [];
    private readonly SchemaItem preDataEnd = new() { Priority = RestorePriority.PreDataBoundary };
    private readonly SchemaItem postDataStart = new() { Priority = RestorePriority.PostDataBoundary };

    public SchemaItems(IEnumerable<SchemaItem> items)
    {
        postDataStart.Dependencies.Add(preDataEnd);
        this.items.AddRange([preDataEnd, postDataStart]);
        foreach (var item in items) Add(item);
    }

    /// <summary>The items in the order that is preferred where nothing depends.</summary>
    public IReadOnlyList<SchemaItem> Preferred => [.. items.Order(PreferredOrder.Instance)];

    /// <summary>Adds an item to its section.</summary>
    public void Add(SchemaItem item)
    {
        items.Add(item);
        if (item.Priority < RestorePriority.PreDataBoundary) preDataEnd.Dependencies.Add(item);
        else if (item.Priority > RestorePriority.PostDataBoundary || item.Entry?.Section == TocSection.PostData) item.Dependencies.Add(postDataStart);
        else
        {
            item.Dependencies.Add(preDataEnd);
            postDataStart.Dependencies.Add(item);
        }
    }

    /// <summary>
    /// Postpones an item of the pre-data section where what it needs is of the post-data section, as a primary key is by which its query groups;
    /// false where it is not so.
    /// </summary>
    public bool PostponeBehind(SchemaItem needed, SchemaItem item)
    {
        if (item.Entry?.Section != TocSection.PreData || needed.Entry?.Section != TocSection.PostData) return false;
        Postpone(item);
        return true;
    }

    /// <summary>Moves an item of the pre-data section to the post-data section, because it needs something of that.</summary>
    public void Postpone(SchemaItem item)
    {
        preDataEnd.Dependencies.Remove(item);
        item.Dependencies.Add(postDataStart);
        item.Entry = item.Entry! with { Section = TocSection.PostData };
    }
}
