namespace PgMigrate.Engine.Catalog;

/// <summary>That row-level security is on for a table. Its name is the table's.</summary>
public sealed record PgRowSecurity : PgObject
{
    public required ObjectAddress TableAddress { get; init; }
}
