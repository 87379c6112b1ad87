namespace PgMigrate.Engine.Catalog;

/// <summary>
/// That one table refers to another: all that the order of tables needs to know of a foreign key, of PostgreSQL's or of SQLite's.
/// </summary>
/// <param name="Table">The table that refers.</param>
/// <param name="ParentTable">The table that is referred to.</param>
/// <param name="Constraint">The foreign key's name; null where it has none.</param>
public sealed record ForeignKeyReference(QualifiedName Table, QualifiedName ParentTable, string? Constraint);
