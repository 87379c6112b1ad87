namespace PgMigrate.Engine.Catalog;

/// <summary>A column of a table that an extension or initdb makes, with privileges of its own.</summary>
public sealed record PgProvidedColumn(int Number, string Name);
