namespace PgMigrate.Engine.Catalog;

/// <summary>One trigger of a table; those that PostgreSQL makes to enforce constraints are not read.</summary>
public sealed record PgTrigger
{
    public required uint Oid { get; init; }

    public required string Name { get; init; }

    public required uint TableOid { get; init; }

    public required QualifiedName Table { get; init; }

    public required TriggerEnabledState EnabledState { get; init; }

    /// <summary>Whether PostgreSQL made it: until version 14, a partition's copy of its parent's trigger.</summary>
    public bool IsInternal { get; init; }

    public override string ToString() => $"{Name} on {Table}";
}
