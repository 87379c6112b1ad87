using Npgsql;
using PgMigrate.Engine.Archives;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Copy;

namespace PgMigrate.Engine.Supabase;

/// <summary>Runs one file: in one transaction together with its record, or statement by statement and recorded last.</summary>
internal sealed class FileRun(NpgsqlConnection connection, PlannedFile file, IMigrationObserver observer)
{
    /// <summary>So many statements go to the server at once.</summary>
    private const int BatchLength = 200;

    /// <summary>The record is written by the role that connected, whatever the file has made of itself.</summary>
    private static readonly string[] OwnRole = ["RESET SESSION AUTHORIZATION", "RESET ROLE"];

    private FilePhase phase;
    private MigrationStatement? current;
    private bool isInOwnTransaction;
    private int staying;

    /// <summary>Whether the file ran in one transaction.</summary>
    public bool RanInTransaction { get; private set; }

    /// <summary>Runs it; null where all went well.</summary>
    public async Task<FileFailure?> RunAsync(CancellationToken cancellationToken)
    {
        if (file.IsHashUpdate) return await TryAsync(RecordAsync, wasInTransaction: true, cancellationToken).ConfigureAwait(false);
        if (file.Script.Obstacle is { } obstacle)
        {
            observer.Warning($"{file.File} runs without a transaction, because of {obstacle}: should it fail, what it did before stays.");
            return await TryAsync(RunLooseAsync, wasInTransaction: false, cancellationToken).ConfigureAwait(false);
        }

        var failure = await TryAsync(RunInTransactionAsync, wasInTransaction: true, cancellationToken).ConfigureAwait(false);
        if (failure is null || !RefusesTransactions(failure)) return failure;
        observer.Warning(
            $"{file.File} runs again without a transaction, because line {failure.Statement!.Line} refuses to run in one: should it fail, what it did before stays.");
        return await TryAsync(RunLooseAsync, wasInTransaction: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// 25001: a statement that only the server knows to be one of those, such as REINDEX of a partitioned index; SET TRANSACTION that comes
    /// too late is none. 2D000: a procedure or block that commits.
    /// </summary>
    private static bool RefusesTransactions(FileFailure failure)
    {
        if (failure is not { Phase: FilePhase.Statements, Statement: { } statement, Error: PostgresException error }) return false;
        var tokens = new StatementTokens(statement.Text, most: 1);
        return error.SqlState switch
        {
            PostgresErrorCodes.ActiveSqlTransaction => !tokens.Is(0, "SET"),
            PostgresErrorCodes.InvalidTransactionTermination => tokens.Is(0, "CALL") || tokens.Is(0, "DO"),
            _ => false,
        };
    }

    private async Task<FileFailure?> TryAsync(Func<CancellationToken, Task> work, bool wasInTransaction, CancellationToken cancellationToken)
    {
        (phase, current, staying, isInOwnTransaction) = (FilePhase.Statements, null, 0, false);
        RanInTransaction = wasInTransaction;
        try
        {
            await work(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception error) when (
            error is NpgsqlException or InvalidOperationException or NotSupportedException or IOException && !cancellationToken.IsCancellationRequested)
        {
            if (wasInTransaction || isInOwnTransaction) await RollBackAsync().ConfigureAwait(false);
            return new(error, current, phase) { Staying = wasInTransaction ? 0 : staying, WasInTransaction = wasInTransaction };
        }
    }

    private async Task RunInTransactionAsync(CancellationToken cancellationToken)
    {
        await connection.ExecuteEachAsync([file.Script.Begin], cancellationToken).ConfigureAwait(false);
        var batch = new List<MigrationStatement>();
        foreach (var statement in file.Script.Body)
        {
            if (statement.Rows is null) batch.Add(statement);
            if (statement.Rows is not null || batch.Count == BatchLength) await SendAsync(batch, cancellationToken).ConfigureAwait(false);
            if (statement.Rows is not null) await CopyAsync(statement, cancellationToken).ConfigureAwait(false);
        }

        await SendAsync(batch, cancellationToken).ConfigureAwait(false);
        await connection.ExecuteEachAsync(OwnRole, cancellationToken).ConfigureAwait(false);
        await RecordAsync(cancellationToken).ConfigureAwait(false);
        phase = FilePhase.Commit;
        await connection.ExecuteEachAsync(["COMMIT"], cancellationToken).ConfigureAwait(false);
    }

    private async Task RunLooseAsync(CancellationToken cancellationToken)
    {
        for (var index = 0; index < file.Script.Statements.Count; index++)
        {
            var statement = file.Script.Statements[index];
            if (statement.Rows is null) await SendAsync([statement], cancellationToken).ConfigureAwait(false);
            else await CopyAsync(statement, cancellationToken).ConfigureAwait(false);
            Follow(statement);
            if (!isInOwnTransaction) staying = index + 1;
        }

        if (isInOwnTransaction) throw new InvalidOperationException("the file begins a transaction that it does not end");
        await connection.ExecuteEachAsync(OwnRole, cancellationToken).ConfigureAwait(false);
        await RecordAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Follow(MigrationStatement statement)
    {
        var tokens = new StatementTokens(statement.Text, most: 8);
        isInOwnTransaction = TransactionControls.Of(tokens) switch
        {
            TransactionControl.Begin => true,
            TransactionControl.Commit => false,
            TransactionControl.Other => tokens.Find("CHAIN") is > 0 and var place && !tokens.Is(place - 1, "NO"),
            _ => isInOwnTransaction,
        };
    }

    /// <summary>Sends the statements in one go, and forgets them.</summary>
    private async Task SendAsync(List<MigrationStatement> batch, CancellationToken cancellationToken)
    {
        try
        {
            current = batch.Count == 1 ? batch[0] : null;
            await connection.ExecuteEachAsync([.. batch.Select(statement => statement.Text)], cancellationToken).ConfigureAwait(false);
            current = null;
            batch.Clear();
        }
        catch (PostgresException error) when (error.FailedIndex() is { } index)
        {
            current = batch[index];
            throw;
        }
    }

    private async Task CopyAsync(MigrationStatement statement, CancellationToken cancellationToken)
    {
        current = statement;
        var rows = await CopyStreams.OpenWriteAsync(connection, statement.Text, cancellationToken).ConfigureAwait(false);
        try
        {
            await rows.WriteAsync(statement.Rows!.Value, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await rows.CancelAsync().ConfigureAwait(false);
            throw;
        }

        await rows.DisposeAsync().ConfigureAwait(false);
        current = null;
    }

    private async Task RecordAsync(CancellationToken cancellationToken)
    {
        phase = FilePhase.Record;
        await (file switch
        {
            { Kind: SupabaseFileKind.Migration, Migration: { } migration } => MigrationHistory.InsertAsync(
                connection, new(migration.Version, migration.Name, file.Script.Recorded), cancellationToken),
            { Kind: SupabaseFileKind.Down, Migration: { } migration } => MigrationHistory.DeleteAsync(connection, [migration.Version], cancellationToken),
            { Seed: { } seed } => MigrationHistory.RecordSeedAsync(connection, seed.Name, seed.Hash, cancellationToken),
            _ => Task.CompletedTask,
        }).ConfigureAwait(false);
    }

    private async Task RollBackAsync()
    {
        try
        {
            await connection.ExecuteEachAsync(["ROLLBACK"], CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException or IOException)
        {
            // The connection is gone, and with it the transaction.
        }
    }
}
