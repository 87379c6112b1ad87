namespace PgMigrate;

/// <summary>Who runs a database server.</summary>
public enum DatabaseProvider
{
    /// <summary>A server of one's own, or a host that is not recognised.</summary>
    Other,

    /// <summary>A server on this machine.</summary>
    Local,
    Supabase,
    Render,
    Neon,
}
