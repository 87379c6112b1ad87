namespace PgMigrate.Engine.Catalog;

/// <summary>Whether rows that are written through a view must be rows of it, and of the views below it (WITH CHECK OPTION).</summary>
public enum ViewCheckOption
{
    None,
    Local,
    Cascaded,
}
