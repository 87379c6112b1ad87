namespace PgMigrate.Engine.Catalog;

/// <summary>Which library compares a database's text where no collation is named.</summary>
public enum LocaleProvider
{
    /// <summary>The operating system's.</summary>
    Libc,

    /// <summary>ICU (PostgreSQL 15 for a database).</summary>
    Icu,

    /// <summary>PostgreSQL itself (PostgreSQL 17).</summary>
    Builtin,
}
