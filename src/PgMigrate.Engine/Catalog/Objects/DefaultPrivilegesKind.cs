namespace PgMigrate.Engine.Catalog;

/// <summary>The kinds of objects that ALTER DEFAULT PRIVILEGES knows (pg_default_acl.defaclobjtype), in the order of pg_dump.</summary>
public enum DefaultPrivilegesKind
{
    /// <summary>PostgreSQL 18.</summary>
    LargeObjects,
    Sequences,
    Types,
    Functions,
    Schemas,

    /// <summary>Tables, views and the like.</summary>
    Tables,
}
