namespace PgMigrate;

/// <summary>What stands between a client and its server, as found by trying.</summary>
public enum PoolerMode
{
    /// <summary>Nothing: the server itself answers.</summary>
    None,

    /// <summary>A pooler that keeps one server session for the client's whole session.</summary>
    Session,

    /// <summary>A pooler that lends a server session for one transaction, or one statement, at a time.</summary>
    Transaction,
}
