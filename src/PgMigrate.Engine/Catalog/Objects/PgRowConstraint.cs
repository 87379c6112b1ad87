namespace PgMigrate.Engine.Catalog;

/// <summary>A constraint that each row satisfies by itself: a CHECK of a table, or NOT NULL of a column (PostgreSQL 18).</summary>
/// <param name="Address">The constraint.</param>
/// <param name="Name">Its name.</param>
/// <param name="Definition">As <c>pg_get_constraintdef</c> prints it.</param>
/// <param name="IsValidated">Whether every row is known to satisfy it; false for NOT VALID.</param>
/// <param name="IsLocal">Whether the table has it from itself, and not only from what it inherits from.</param>
/// <param name="IsInheritable">Whether tables that inherit from this one have it, too; false for NO INHERIT.</param>
public sealed record PgRowConstraint(
    ObjectAddress Address, string Name, string Definition, bool IsValidated, bool IsLocal, bool IsInheritable);
