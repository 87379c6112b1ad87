using Npgsql;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// The one transaction of a run that brings everything or nothing: each piece of work in it has a savepoint of its own, so that one that is
/// taken back leaves the others as they are. The server takes all of it back when the connection ends without a commit.
/// </summary>
internal sealed class SingleTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction, bool skipsTriggers)
{
    private const string Work = "pgmigrate_work";

    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Does a piece of the work; another one waits until it is done.</summary>
    public async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // What was set for one transaction would be set for the work that follows, too.
            await connection.ExecuteAsync(
                $"""
                SAVEPOINT {Work}; SET LOCAL search_path = ''; SET LOCAL default_tablespace = ''; SET LOCAL default_table_access_method TO DEFAULT;
                {(skipsTriggers ? "SET LOCAL session_replication_role = replica" : "")}
                """,
                cancellationToken).ConfigureAwait(false);
            var result = await TryAsync(work).ConfigureAwait(false);
            await connection.ExecuteAsync($"RELEASE SAVEPOINT {Work}", cancellationToken).ConfigureAwait(false);
            return result;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <exception cref="MigrationException">CommitInDoubt: the connection was lost meanwhile.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A run that was lost after this would have been for nothing: its end is written synchronously.
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (CopyErrors.IsConnectionFailure(error))
        {
            throw new MigrationException(
                "CommitInDoubt", MigrationErrorCategory.ConnectionError,
                $"The connection to {connection.Database} was lost while the transaction was committed: {error.GetBaseException().Message.TrimEnd('.')}.", error)
            {
                Subject = connection.Database,
                Remedy = "Look whether the objects and rows are there: all of them are, or none.",
            };
        }
    }

    private async Task<T> TryAsync<T>(Func<NpgsqlConnection, Task<T>> work)
    {
        try
        {
            return await work(connection).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException && !CopyErrors.IsConnectionFailure(error))
        {
            await connection.ExecuteAsync($"ROLLBACK TO SAVEPOINT {Work}; RELEASE SAVEPOINT {Work}", CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }
}
