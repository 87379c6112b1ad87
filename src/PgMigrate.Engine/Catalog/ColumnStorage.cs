namespace PgMigrate.Engine.Catalog;

/// <summary>How long values of a column are kept (pg_attribute.attstorage).</summary>
public enum ColumnStorage
{
    Plain,
    External,
    Extended,
    Main,
}
