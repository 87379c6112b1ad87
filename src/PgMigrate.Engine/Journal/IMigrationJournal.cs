using Npgsql;

namespace PgMigrate.Engine.Journal;

/// <summary>
/// Remembers what has arrived. A chunk's rows and its checkpoint commit in one transaction, or the journal knows which transaction it was
/// and asks what became of it, so that after any crash a chunk is wholly there or wholly absent.
/// </summary>
internal interface IMigrationJournal : IAsyncDisposable
{
    /// <summary>Whether the destination holds the journal: a crash of its server that loses the last commits loses their checkpoints with them.</summary>
    bool IsInDestination { get; }

    /// <summary>The runs of a source that were neither abandoned nor forgotten, newest first.</summary>
    Task<IReadOnlyList<MigrationRun>> FindRunsAsync(string source, CancellationToken cancellationToken);

    Task StartAsync(MigrationRun run, CancellationToken cancellationToken);

    Task SetStatusAsync(Guid runId, MigrationStatus status, CancellationToken cancellationToken);

    /// <summary>
    /// The run's checkpoints, in chunk order. Waits for transactions that have claimed one: a process that was killed may have sent a commit
    /// that its server is still busy with.
    /// </summary>
    Task<IReadOnlyList<Checkpoint>> ReadAsync(Guid runId, CancellationToken cancellationToken);

    /// <summary>Fixes the bounds of chunks before any of them is copied. Planning a chunk again changes nothing.</summary>
    Task PlanAsync(Guid runId, IReadOnlyList<Checkpoint> checkpoints, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps others off the checkpoint until the connection's open transaction ends. Returns the checkpoint as it stands then: done, where
    /// another process, whose lock on the destination was lost, has brought it since this run began.
    /// </summary>
    Task<Checkpoint> ClaimAsync(NpgsqlConnection connection, Guid runId, Checkpoint checkpoint, CancellationToken cancellationToken);

    /// <summary>Notes that the checkpoints' work is done if the connection's open transaction commits. Nothing but the commit may follow.</summary>
    Task RecordAsync(NpgsqlConnection connection, Guid runId, IReadOnlyList<Checkpoint> checkpoints, CancellationToken cancellationToken);

    /// <summary>Called when the transaction of <see cref="RecordAsync"/> has committed.</summary>
    Task ConfirmAsync(Guid runId, IReadOnlyList<Checkpoint> checkpoints, CancellationToken cancellationToken);

    /// <summary>Notes, outside of any transaction, that the checkpoint's work failed.</summary>
    Task RecordFailureAsync(Guid runId, Checkpoint checkpoint, CancellationToken cancellationToken);

    /// <summary>Forgets the runs of a source, and removes the journal itself where it remembers no other.</summary>
    Task RemoveAsync(string source, CancellationToken cancellationToken);
}
