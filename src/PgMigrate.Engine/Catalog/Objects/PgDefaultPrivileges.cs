namespace PgMigrate.Engine.Catalog;

/// <summary>What others may do with the objects of a kind that a role, the owner, will make: everywhere, or in one schema.</summary>
public sealed record PgDefaultPrivileges : PgObject
{
    public required DefaultPrivilegesKind Kind { get; init; }

    /// <summary>The privileges, next to PostgreSQL's own default; in a schema next to none, because they are added there.</summary>
    public required PgPrivileges Privileges { get; init; }
}
