namespace PgMigrate.Engine.Catalog;

/// <summary>One trigger of a table or a view; those that PostgreSQL makes to enforce constraints are not read.</summary>
public sealed record PgTrigger : PgObject
{
    public uint Oid => Address.Oid;

    public required uint TableOid { get; init; }

    public required QualifiedName Table { get; init; }

    /// <summary>Whether the table is a foreign one, which statements must say.</summary>
    public bool IsOnForeignTable { get; init; }

    public required TriggerEnabledState EnabledState { get; init; }

    /// <summary>The partitioned table's trigger that this is a partition's copy of, and comes and goes with; null where it is none.</summary>
    public ObjectAddress? InheritedFrom { get; init; }

    /// <summary>The state of that trigger.</summary>
    public TriggerEnabledState? InheritedState { get; init; }

    /// <summary>Whether PostgreSQL made it: until version 14, a partition's copy of its parent's trigger.</summary>
    public bool IsInternal { get; init; }

    /// <summary>As <c>pg_get_triggerdef</c> prints it: without its state.</summary>
    public required string Definition { get; init; }

    public override string ToString() => $"{Name} on {Table}";
}
