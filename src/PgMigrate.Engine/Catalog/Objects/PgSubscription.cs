namespace PgMigrate.Engine.Catalog;

/// <summary>One subscription of the database. Whether it is enabled is not told: a copy must not take its changes from the same slot.</summary>
public sealed record PgSubscription : PgObject
{
    /// <summary>How it reaches the publisher, in libpq's keywords: it may hold a password.</summary>
    public required string ConnectionInfo { get; init; }

    public required IReadOnlyList<string> Publications { get; init; }

    /// <summary>The replication slot on the publisher; null for none.</summary>
    public string? SlotName { get; init; }

    /// <summary>The setting that its workers commit with.</summary>
    public required string SynchronousCommit { get; init; }

    /// <summary>Whether rows come in the binary format (PostgreSQL 14).</summary>
    public bool IsBinary { get; init; }

    public SubscriptionStreaming Streaming { get; init; }

    /// <summary>Whether prepared transactions come when they are prepared (PostgreSQL 15).</summary>
    public bool IsTwoPhase { get; init; }

    /// <summary>Whether an error ends it (PostgreSQL 15).</summary>
    public bool IsDisabledOnError { get; init; }

    /// <summary>Whether its owner must give a password (PostgreSQL 16).</summary>
    public bool RequiresPassword { get; init; } = true;

    /// <summary>Whether its owner applies the changes, not the tables' owners; always so before PostgreSQL 16, and not said then.</summary>
    public bool RunsAsOwner { get; init; }

    /// <summary>Whose changes it gets: <c>any</c>, or <c>none</c> for those that the publisher did not get itself (PostgreSQL 16).</summary>
    public string Origin { get; init; } = "any";

    /// <summary>Whether the slot is kept on standbys (PostgreSQL 17).</summary>
    public bool HasFailover { get; init; }

    /// <summary>Its name: the connection's password must not be printed.</summary>
    public override string ToString() => Name;
}
