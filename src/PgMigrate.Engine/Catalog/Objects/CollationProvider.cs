namespace PgMigrate.Engine.Catalog;

/// <summary>Which library compares.</summary>
public enum CollationProvider
{
    /// <summary>The database's default.</summary>
    Default,

    Libc,
    Icu,

    /// <summary>PostgreSQL's own (PostgreSQL 17).</summary>
    Builtin,
}
