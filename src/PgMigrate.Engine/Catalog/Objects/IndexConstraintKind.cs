namespace PgMigrate.Engine.Catalog;

/// <summary>What an index enforces for its constraint.</summary>
public enum IndexConstraintKind
{
    PrimaryKey,
    Unique,
    Exclusion,
}
