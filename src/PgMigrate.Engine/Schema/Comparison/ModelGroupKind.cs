namespace PgMigrate.Engine.Schema;

/// <summary>What the members of a <see cref="ModelGroup"/> are.</summary>
internal enum ModelGroupKind
{
    /// <summary>The properties of a record, by their names.</summary>
    Record,

    /// <summary>Items by their own names, in an order that matters, such as columns.</summary>
    OrderedItems,

    /// <summary>Items by their own names, in no order, such as options.</summary>
    Items,

    /// <summary>Items without names, each under what it is, in no order.</summary>
    Set,
}
