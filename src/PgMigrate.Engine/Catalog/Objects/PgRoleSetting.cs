namespace PgMigrate.Engine.Catalog;

/// <summary>A setting of a role's sessions in one database.</summary>
/// <param name="Role">The role.</param>
/// <param name="Setting">As <c>name=value</c>.</param>
public sealed record PgRoleSetting(string Role, string Setting);
