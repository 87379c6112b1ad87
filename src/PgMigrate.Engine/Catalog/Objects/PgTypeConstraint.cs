namespace PgMigrate.Engine.Catalog;

/// <summary>A constraint of a domain.</summary>
/// <param name="Address">The constraint.</param>
/// <param name="Name">Its name.</param>
/// <param name="Definition">As <c>pg_get_constraintdef</c> prints it.</param>
/// <param name="IsValidated">Whether every value is known to satisfy it; false for NOT VALID.</param>
public sealed record PgTypeConstraint(ObjectAddress Address, string Name, string Definition, bool IsValidated);
