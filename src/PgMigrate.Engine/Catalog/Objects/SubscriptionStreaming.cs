namespace PgMigrate.Engine.Catalog;

/// <summary>When a subscription gets a large transaction (pg_subscription.substream).</summary>
public enum SubscriptionStreaming
{
    /// <summary>When it was committed.</summary>
    Off,

    /// <summary>While it runs (PostgreSQL 14).</summary>
    On,

    /// <summary>While it runs, applied by a worker of its own (PostgreSQL 16).</summary>
    Parallel,
}
