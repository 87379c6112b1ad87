namespace PgMigrate.Engine.Catalog;

/// <summary>What becomes of a table's rows in a crash (pg_class.relpersistence). Temporary tables are not read.</summary>
public enum TablePersistence
{
    Permanent,
    Unlogged,
}
