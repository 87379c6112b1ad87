namespace PgMigrate.Engine.Catalog;

/// <summary>Whether its result may change.</summary>
public enum FunctionVolatility
{
    Volatile,
    Stable,
    Immutable,
}
