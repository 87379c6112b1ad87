using Npgsql;

namespace PgMigrate.Engine.Journal;

/// <summary>What stands for the journal where all is one transaction: it commits whole or leaves nothing, so that there is nothing to remember.</summary>
internal sealed class NoJournal : IMigrationJournal
{
    public bool IsInDestination => false;

    public Task<IReadOnlyList<MigrationRun>> FindRunsAsync(string source, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<MigrationRun>>([]);

    public Task StartAsync(MigrationRun run, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetStatusAsync(Guid runId, MigrationStatus status, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<Checkpoint>> ReadAsync(Guid runId, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Checkpoint>>([]);

    public Task PlanAsync(Guid runId, IReadOnlyList<Checkpoint> checkpoints, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<Checkpoint> ClaimAsync(NpgsqlConnection connection, Guid runId, Checkpoint checkpoint, CancellationToken cancellationToken) => Task.FromResult(checkpoint);

    public Task RecordAsync(NpgsqlConnection connection, Guid runId, IReadOnlyList<Checkpoint> checkpoints, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ConfirmAsync(Guid runId, IReadOnlyList<Checkpoint> checkpoints, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RecordFailureAsync(Guid runId, Checkpoint checkpoint, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RemoveAsync(string source, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
