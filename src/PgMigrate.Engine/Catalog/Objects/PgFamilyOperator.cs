namespace PgMigrate.Engine.Catalog;

/// <summary>An operator of an operator class or family.</summary>
/// <param name="Strategy">What the access method uses it for.</param>
/// <param name="Operator">The operator with its argument types, as it is written.</param>
/// <param name="SortFamily">For an ordering operator the family that says how its result sorts, as it is written; null for a search.</param>
public sealed record PgFamilyOperator(int Strategy, string Operator, string? SortFamily);
