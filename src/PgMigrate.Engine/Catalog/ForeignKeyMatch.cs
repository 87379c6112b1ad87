namespace PgMigrate.Engine.Catalog;

/// <summary>How a foreign key treats nulls (pg_constraint.confmatchtype).</summary>
public enum ForeignKeyMatch
{
    Simple,
    Full,
    Partial,
}
