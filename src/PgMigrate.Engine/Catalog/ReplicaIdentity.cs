namespace PgMigrate.Engine.Catalog;

/// <summary>What logical replication tells rows apart by (pg_class.relreplident).</summary>
public enum ReplicaIdentity
{
    /// <summary>The primary key, if any.</summary>
    Default,
    Nothing,

    /// <summary>All columns.</summary>
    Full,

    /// <summary>An index, which says so itself.</summary>
    Index,
}
