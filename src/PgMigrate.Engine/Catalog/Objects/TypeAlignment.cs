namespace PgMigrate.Engine.Catalog;

/// <summary>How a type's values are aligned (PostgreSQL documentation, CREATE TYPE).</summary>
public enum TypeAlignment
{
    Char,
    Int2,
    Int4,
    Double,
}
