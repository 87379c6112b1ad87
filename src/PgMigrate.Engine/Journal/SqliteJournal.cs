using System.Globalization;
using Npgsql;

namespace PgMigrate.Engine.Journal;

/// <summary>
/// The journal in a SQLite file, for a destination whose role may create no schema. A chunk's rows commit at the destination and its
/// checkpoint in the file: before the commit the file notes the transaction's number, after it that the work is done. What a run that was
/// killed in between has left open is decided by the destination's own word on that transaction.
/// </summary>
internal sealed class SqliteJournal : IMigrationJournal
{
    private readonly JournalFile file;
    private readonly NpgsqlConnection connection;

    /// <summary>One at a time: workers share the file.</summary>
    private readonly SemaphoreSlim turn = new(1, 1);

    private SqliteJournal(JournalFile file, NpgsqlConnection connection) => (this.file, this.connection) = (file, connection);

    /// <summary>Opens the destination's journal, making its file if it is not there. The journal disposes of the connection.</summary>
    /// <exception cref="MigrationException">The errors of <see cref="JournalFile.Open"/>.</exception>
    public static async Task<SqliteJournal> OpenAsync(
        string path, NpgsqlConnection connection, DatabaseEndpoint endpoint, CancellationToken cancellationToken)
    {
        var destination = await DestinationIdentity.ReadAsync(connection, endpoint, cancellationToken).ConfigureAwait(false);
        return new(JournalFile.Open(path, destination), connection);
    }

    public bool IsInDestination => false;

    public Task<IReadOnlyList<MigrationRun>> FindRunsAsync(string source, CancellationToken cancellationToken) => TakeTurnAsync<IReadOnlyList<MigrationRun>>(
        () => file.Query(
            $"SELECT {JournalRows.RunColumns} FROM migrations WHERE source = $1 AND status <> 'Abandoned' ORDER BY created_at DESC",
            JournalRows.ReadRun,
            source),
        cancellationToken);

    public Task StartAsync(MigrationRun run, CancellationToken cancellationToken) => ExecuteAsync(
        "INSERT INTO migrations VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
        cancellationToken,
        Text(run.Id), run.Source, run.Settings, run.SourceState, run.Status.ToString(), run.Holder, Text(run.StartedAt));

    public async Task SetStatusAsync(Guid runId, MigrationStatus status, CancellationToken cancellationToken)
    {
        // What a run that is given up has under way must not arrive among the rows of the next one.
        if (status == MigrationStatus.Abandoned) await CommitWitness.WaitAsync(connection, runId, cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(
            "UPDATE migrations SET status = $2, updated_at = $3 WHERE migration_id = $1", cancellationToken, Text(runId), status.ToString(), Now)
            .ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<Checkpoint>> ReadAsync(Guid runId, CancellationToken cancellationToken)
    {
        await SettleAsync(runId, cancellationToken).ConfigureAwait(false);
        return await TakeTurnAsync(
            () => file.Query(
                $"SELECT {JournalRows.CheckpointColumns} FROM migration_checkpoints WHERE migration_id = $1 ORDER BY entry, batch_number",
                JournalRows.ReadCheckpoint,
                Text(runId)),
            cancellationToken).ConfigureAwait(false);
    }

    public Task PlanAsync(Guid runId, IReadOnlyList<Checkpoint> checkpoints, CancellationToken cancellationToken) => WriteAllAsync(
        checkpoints, checkpoint => Insert(runId, checkpoint), cancellationToken);

    public async Task<Checkpoint> ClaimAsync(
        NpgsqlConnection connection, Guid runId, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        var known = await TakeTurnAsync(
            () => file.Query(
                $"SELECT {JournalRows.CheckpointColumns} FROM migration_checkpoints WHERE migration_id = $1 AND entry = $2 AND batch_number = $3",
                JournalRows.ReadCheckpoint,
                Text(runId), checkpoint.Entry, checkpoint.Chunk.Number),
            cancellationToken).ConfigureAwait(false);
        // A file that was removed can be written as long as it is open: nobody would ever read it.
        if (!File.Exists(file.Path)) throw JournalFileErrors.Lost(file.Path, checkpoint.TableName, "was removed while rows were copied");
        if (known.Count == 0) throw JournalFileErrors.Lost(file.Path, checkpoint.TableName, FormattableString.Invariant($"knows chunk {checkpoint.Chunk.Number} of run {runId} no more"));
        return known[0];
    }

    public async Task RecordAsync(
        NpgsqlConnection connection, Guid runId, IReadOnlyList<Checkpoint> checkpoints, CancellationToken cancellationToken)
    {
        var transactionId = await CommitWitness.AnnounceAsync(connection, runId, cancellationToken).ConfigureAwait(false);
        await KeepNumberAsync(cancellationToken).ConfigureAwait(false);
        await WriteAllAsync(checkpoints, checkpoint => Update(runId, checkpoint, "Committing", transactionId), cancellationToken).ConfigureAwait(false);
    }

    private async Task KeepNumberAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await CommitWitness.KeepNumbersAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Not cancelled: the rows are there, and a server forgets after some time which transactions have committed.</summary>
    public Task ConfirmAsync(Guid runId, IReadOnlyList<Checkpoint> checkpoints, CancellationToken cancellationToken) => WriteAllAsync(
        checkpoints,
        checkpoint => file.Execute(
            "UPDATE migration_checkpoints SET status = 'Done', updated_at = $4 WHERE migration_id = $1 AND entry = $2 AND batch_number = $3",
            Text(runId), checkpoint.Entry, checkpoint.Chunk.Number, Now),
        CancellationToken.None);

    /// <summary>
    /// What failed while it was committed may have arrived all the same: only the reason is noted, and the server asked when the run resumes.
    /// </summary>
    public Task RecordFailureAsync(Guid runId, Checkpoint checkpoint, CancellationToken cancellationToken) => TakeTurnAsync(
        () =>
        {
            var isOpen = file.Query(
                "SELECT 1 FROM migration_checkpoints WHERE migration_id = $1 AND entry = $2 AND batch_number = $3 AND status = 'Committing'",
                row => row.GetInt64(0),
                Text(runId), checkpoint.Entry, checkpoint.Chunk.Number).Count > 0;
            if (!isOpen) Update(runId, checkpoint, checkpoint.Status.ToString(), null);
            else
            {
                file.Execute(
                    "UPDATE migration_checkpoints SET error_message = $4, updated_at = $5 WHERE migration_id = $1 AND entry = $2 AND batch_number = $3",
                    Text(runId), checkpoint.Entry, checkpoint.Chunk.Number, checkpoint.ErrorMessage, Now);
            }

            return true;
        },
        cancellationToken);

    public Task RemoveAsync(string source, CancellationToken cancellationToken) => TakeTurnAsync(
        () =>
        {
            file.Execute("DELETE FROM migrations WHERE source = $1", source);
            if (file.Query("SELECT 1 FROM migrations LIMIT 1", row => row.GetInt64(0)).Count == 0) file.Remove();
            return true;
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        file.Dispose();
        await connection.DisposeAsync().ConfigureAwait(false);
        turn.Dispose();
    }

    /// <summary>Decides what a run that ended while it committed has left open.</summary>
    private async Task SettleAsync(Guid runId, CancellationToken cancellationToken)
    {
        var open = await TakeTurnAsync(
            () => file.Query(
                """
                SELECT transaction_id, min(coalesce(nullif(table_name, ''), entry)) FROM migration_checkpoints
                WHERE migration_id = $1 AND status = 'Committing' GROUP BY transaction_id ORDER BY transaction_id
                """,
                row => (TransactionId: row.GetInt64(0), What: row.GetString(1)),
                Text(runId)),
            cancellationToken).ConfigureAwait(false);
        if (open.Count == 0) return;
        await CommitWitness.WaitAsync(connection, runId, cancellationToken).ConfigureAwait(false);
        foreach (var (transactionId, what) in open)
        {
            var outcome = await CommitWitness.AskAsync(connection, transactionId, cancellationToken).ConfigureAwait(false);
            var change = outcome switch
            {
                TransactionOutcome.Committed => "status = 'Done'",
                TransactionOutcome.Aborted =>
                    "status = 'Planned', records_migrated = 0, records_rejected = 0, bytes = 0, reject_path = NULL, last_record_id = NULL",
                _ => throw JournalFileErrors.OutcomeUnknown(file.Path, what, outcome),
            };
            await ExecuteAsync(
                $"UPDATE migration_checkpoints SET {change}, updated_at = $3 WHERE migration_id = $1 AND transaction_id = $2 AND status = 'Committing'",
                cancellationToken,
                Text(runId), transactionId, Now).ConfigureAwait(false);
        }
    }

    private void Insert(Guid runId, Checkpoint checkpoint) => file.Execute(
        """
        INSERT INTO migration_checkpoints (migration_id, entry, table_name, batch_number, chunk_kind, chunk_relation,
            chunk_column, chunk_from, chunk_upto, status, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'Planned', $10, $10) ON CONFLICT DO NOTHING
        """,
        Text(runId), checkpoint.Entry, checkpoint.TableName, checkpoint.Chunk.Number, checkpoint.Chunk.Kind.ToString(),
        checkpoint.Chunk.Relation, checkpoint.Chunk.Column, checkpoint.Chunk.From, checkpoint.Chunk.Upto, Now);

    private void Update(Guid runId, Checkpoint checkpoint, string status, long? transactionId) => file.Execute(
        """
        UPDATE migration_checkpoints
        SET status = $4, records_migrated = $5, records_rejected = $6, bytes = $7, reject_path = $8, error_message = $9, transaction_id = $10,
            last_record_id = coalesce(CAST(chunk_upto AS TEXT), last_record_id), worker = $11, updated_at = $12
        WHERE migration_id = $1 AND entry = $2 AND batch_number = $3
        """,
        Text(runId), checkpoint.Entry, checkpoint.Chunk.Number, status, checkpoint.Rows, checkpoint.Rejected, checkpoint.Bytes,
        checkpoint.RejectPath, checkpoint.ErrorMessage, transactionId, $"{Environment.MachineName}:{Environment.ProcessId}", Now);

    private static string Now => Text(DateTimeOffset.UtcNow);

    private static string Text(Guid id) => id.ToString("D");

    /// <summary>In the form that sorts as the time does.</summary>
    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    private Task WriteAllAsync(IReadOnlyList<Checkpoint> checkpoints, Action<Checkpoint> write, CancellationToken cancellationToken) => TakeTurnAsync(
        () =>
        {
            file.InTransaction(() =>
            {
                foreach (var checkpoint in checkpoints) write(checkpoint);
            });
            return true;
        },
        cancellationToken);

    private Task ExecuteAsync(string sql, CancellationToken cancellationToken, params IReadOnlyList<object?> values) => TakeTurnAsync(
        () =>
        {
            file.Execute(sql, values);
            return true;
        },
        cancellationToken);

    private async Task<T> TakeTurnAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return work();
        }
        finally
        {
            turn.Release();
        }
    }
}
