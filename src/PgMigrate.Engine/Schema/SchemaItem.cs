using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>
/// One object on its way to entries: its words are known, its place and its dump id not yet. The repair of loops may change its words and
/// what it needs.
/// </summary>
internal sealed class SchemaItem
{
    /// <summary>The object in the catalog; null for what has no row of its own there, as a boundary.</summary>
    public ObjectAddress? Address { get; init; }

    public required RestorePriority Priority { get; set; }

    /// <summary>The schema that it is sorted by, where there is no entry to say it.</summary>
    public string? Schema { get; set; }

    /// <summary>The name that it is sorted by, where the entry's tag is another: that of a constraint comes with its table's.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// The item whose words hold this one's, as CREATE TABLE does those of a default, so that it needs what this one needs; null where this
    /// one has an entry of its own.
    /// </summary>
    public SchemaItem? Host { get; set; }

    /// <summary>The entry, without dump id and dependencies; null for a boundary and for what comes with another item.</summary>
    public TocEntry? Entry { get; set; }

    /// <summary>Entries that follow the object: its comment, security labels and privileges.</summary>
    public IList<TocEntry> Attachments { get; } = [];

    /// <summary>Objects that it needs although pg_depend does not say so.</summary>
    public IList<ObjectAddress> Needs { get; } = [];

    /// <summary>The partition's index and the partitioned table's that it makes one of; null for other items.</summary>
    public (ObjectAddress Part, ObjectAddress Whole)? Attaches { get; init; }

    /// <summary>What must be restored before it.</summary>
    public ISet<SchemaItem> Dependencies { get; } = new HashSet<SchemaItem>();

    /// <summary>
    /// Breaks the dependency on an item that is next on a loop through this one, by restoring this one in two steps, later, or without it;
    /// false where it can't. Null where the item has no such way.
    /// </summary>
    public Func<SchemaItem, SchemaItems, bool>? Yield { get; set; }

    /// <summary>Both together.</summary>
    public (string? Schema, string? Name) Place
    {
        get => (Schema, Name);
        set => (Schema, Name) = value;
    }

    /// <summary>Tells objects of one name apart, in an order that is the same in every database: a function's arguments, an index's table.</summary>
    public string Distinction { get; set; } = "";

    public override string ToString() => Entry?.ToString() ?? (Name is null ? Priority.ToString() : $"{Priority} {Name}");
}
