namespace PgMigrate.Engine.Catalog;

/// <summary>One object that needs another, each of them whole.</summary>
/// <param name="Dependent">What needs the other.</param>
/// <param name="Referenced">What is needed.</param>
/// <param name="Kind">How, which says what becomes of the one when the other is dropped.</param>
public readonly record struct PgDependency(ObjectAddress Dependent, ObjectAddress Referenced, DependencyKind Kind);
