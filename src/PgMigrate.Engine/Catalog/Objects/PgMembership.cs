namespace PgMigrate.Engine.Catalog;

/// <summary>GRANT of a role to another.</summary>
/// <param name="Role">The role that was granted.</param>
/// <param name="Grantor">Who granted it; null where that role is gone.</param>
/// <param name="IsAdmin">WITH ADMIN OPTION: whether the member may grant it on.</param>
/// <param name="Inherits">WITH INHERIT (PostgreSQL 16): whether the member has its rights; null before, where the member says so.</param>
/// <param name="CanSet">WITH SET (PostgreSQL 16): whether the member may SET ROLE to it; true before.</param>
public sealed record PgMembership(string Role, string? Grantor, bool IsAdmin, bool? Inherits, bool CanSet);
