namespace PgMigrate.Engine.Catalog;

/// <summary>Whether and how PostgreSQL generates a column's values (pg_attribute.attgenerated).</summary>
public enum ColumnGeneration
{
    None,
    Stored,

    /// <summary>Computed when read; PostgreSQL 18 and later.</summary>
    Virtual,
}
