namespace PgMigrate.Engine.Catalog;

/// <summary>A role that an object of the database names: as its owner, in its privileges, its policy or its user mapping.</summary>
/// <param name="Object">The object.</param>
/// <param name="Role">The role.</param>
public sealed record PgRoleUse(ObjectAddress Object, string Role);
