namespace PgMigrate.Engine.Catalog;

/// <summary>How a column's values are stored where they are long (PostgreSQL documentation, CREATE TYPE).</summary>
public enum TypeStorage
{
    Plain,
    External,
    Extended,
    Main,
}
