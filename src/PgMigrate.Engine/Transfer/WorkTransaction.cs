using Npgsql;

namespace PgMigrate.Engine.Transfer;

/// <summary>The transaction of a piece of work; or nothing, where that is a part of the run's only one.</summary>
internal sealed class WorkTransaction(NpgsqlTransaction? own) : IAsyncDisposable
{
    public Task CommitAsync(CancellationToken cancellationToken) => own?.CommitAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
