namespace PgMigrate.Engine.Catalog;

/// <summary>Whether an aggregate's final function changes the state.</summary>
public enum AggregateFinalModify
{
    ReadOnly,
    Shareable,
    ReadWrite,
}
