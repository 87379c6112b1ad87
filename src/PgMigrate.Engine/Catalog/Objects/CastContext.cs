namespace PgMigrate.Engine.Catalog;

/// <summary>Where a cast is applied without being asked for.</summary>
public enum CastContext
{
    Explicit,
    Assignment,
    Implicit,
}
