namespace PgMigrate;

/// <summary>The way that a connection takes to its server.</summary>
public enum ConnectionRoute
{
    /// <summary>Straight to the server.</summary>
    Direct,

    /// <summary>A pooler that keeps one server session for the client's whole session.</summary>
    SessionPooler,

    /// <summary>A shared pooler that lends a server session for one transaction at a time: not for migrations.</summary>
    TransactionPooler,

    /// <summary>A project's own pooler, in transaction mode: not for migrations.</summary>
    DedicatedPooler,

    /// <summary>A provider's private network.</summary>
    Internal,

    /// <summary>A provider's public entrance.</summary>
    External,
}
