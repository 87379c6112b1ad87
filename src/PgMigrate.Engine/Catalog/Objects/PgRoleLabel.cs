namespace PgMigrate.Engine.Catalog;

/// <summary>A security label of a role.</summary>
/// <param name="Provider">Who reads it.</param>
/// <param name="Label">What it says.</param>
public sealed record PgRoleLabel(string Provider, string Label);
