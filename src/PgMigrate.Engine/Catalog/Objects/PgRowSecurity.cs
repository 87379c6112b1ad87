namespace PgMigrate.Engine.Catalog;

/// <summary>That row-level security is on for a table: address, name and owner are the table's.</summary>
public sealed record PgRowSecurity : PgObject;
