namespace PgMigrate.Engine.Catalog;

/// <summary>Whether parallel workers may run it.</summary>
public enum FunctionParallel
{
    Unsafe,
    Restricted,
    Safe,
}
