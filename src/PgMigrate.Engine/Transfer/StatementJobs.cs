using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Journal;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Executes the statements of entries that have them instead of rows: each chunk in one transaction with its checkpoint.</summary>
internal sealed class StatementJobs(TransferRequest request, IMigrationSource source, Destination destination, RunLedger ledger)
{
    /// <summary>Large enough that a transaction's cost vanishes, small enough that an interrupted one costs little.</summary>
    private const long ChunkBytes = 64L * 1024 * 1024;

    /// <summary>What is sent in one round trip.</summary>
    private const int CharactersPerBatch = 1024 * 1024;
    private const int StatementsPerBatch = 1000;

    /// <summary>The parts of the work, as the journal knows them or will.</summary>
    /// <exception cref="MigrationException">SourceChanged: what has arrived can't be told any more.</exception>
    public async Task<IReadOnlyList<Checkpoint>> PlanAsync(TocEntry entry, CancellationToken cancellationToken)
    {
        var known = ledger.ChunksOf(entry);
        if (known.Count > 0)
        {
            if (!await ledger.IsUnchangedAsync(entry, source, cancellationToken).ConfigureAwait(false)) throw Changed(entry);
            return known;
        }

        var bounds = await source.PlanChunksAsync(entry, new(ChunkBytes, request.BatchSize), cancellationToken).ConfigureAwait(false);
        var parts = bounds.Select(chunk => new Checkpoint { Entry = entry.Key, TableName = $"{entry.Namespace}.{entry.Tag}", Chunk = chunk }).ToList();
        await destination.Journal.PlanAsync(ledger.RunId, parts, cancellationToken).ConfigureAwait(false);
        return parts;
    }

    /// <summary>Executes one part; returns its checkpoint, committed.</summary>
    /// <param name="entry">The entry that has the statements.</param>
    /// <param name="part">The part, as it was planned.</param>
    /// <param name="triggers">The triggers that rest meanwhile.</param>
    /// <param name="cancellationToken">Cancels what is running and takes it back.</param>
    public Task<Checkpoint> RunAsync(TocEntry entry, Checkpoint part, IReadOnlyList<PgTrigger> triggers, CancellationToken cancellationToken) => destination.UseAsync(
        async connection =>
        {
            try
            {
                return await RunAsync(connection, entry, part, triggers, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                throw CopyErrors.Translate(error, entry.ToString());
            }
        },
        cancellationToken);

    private async Task<Checkpoint> RunAsync(
        NpgsqlConnection connection, TocEntry entry, Checkpoint part, IReadOnlyList<PgTrigger> triggers, CancellationToken cancellationToken)
    {
        var transaction = await destination.BeginTransactionAsync(connection, cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var known = await destination.Journal.ClaimAsync(connection, ledger.RunId, part, cancellationToken).ConfigureAwait(false);
            if (known.Status == CheckpointStatus.Done) return known;
            await TriggerSwitch.TurnOffAsync(connection, triggers, cancellationToken).ConfigureAwait(false);
            await connection.ExecuteEachAsync(entry.Preparation, cancellationToken).ConfigureAwait(false);
            var count = await ExecuteAsync(connection, entry, part.Chunk, cancellationToken).ConfigureAwait(false);
            await TriggerSwitch.TurnOnAsync(connection, triggers, cancellationToken).ConfigureAwait(false);
            var done = part with { Status = CheckpointStatus.Done, Rows = count.Rows, Bytes = count.Bytes };
            await destination.Journal.RecordAsync(connection, ledger.RunId, [done], cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            await destination.Journal.ConfirmAsync(ledger.RunId, [done], cancellationToken).ConfigureAwait(false);
            return done;
        }
    }

    private async Task<CopyCount> ExecuteAsync(NpgsqlConnection connection, TocEntry entry, ChunkBounds chunk, CancellationToken cancellationToken)
    {
        var (total, size) = (default(CopyCount), 0L);
        var batch = new List<SourceStatement>();
        var statements = await source.OpenStatementsAsync(entry, chunk, cancellationToken).ConfigureAwait(false);
        await using (statements.ConfigureAwait(false))
        {
            while (await statements.ReadAsync(cancellationToken).ConfigureAwait(false) is { } statement)
            {
                size += statement.Text.Length;
                if (statement.Rows is null) batch.Add(statement);
                if (statement.Rows is null && batch.Count < StatementsPerBatch && size < CharactersPerBatch) continue;
                total += await SendAsync(connection, entry, batch, size, cancellationToken).ConfigureAwait(false);
                size = 0;
                if (statement.Rows is not null) total += await CopyAsync(connection, entry, statement, cancellationToken).ConfigureAwait(false);
            }

            return total + await SendAsync(connection, entry, batch, size, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<CopyCount> SendAsync(
        NpgsqlConnection connection, TocEntry entry, List<SourceStatement> batch, long size, CancellationToken cancellationToken)
    {
        try
        {
            var rows = await connection.ExecuteEachAsync([.. batch.Select(statement => statement.Text)], cancellationToken).ConfigureAwait(false);
            batch.Clear();
            return new(Math.Max(rows, 0), size);
        }
        catch (PostgresException error) when (!CopyErrors.IsConnectionFailure(error) && error.FailedIndex() is { } index)
        {
            throw Refused(entry, batch[index], error);
        }
    }

    private static async Task<CopyCount> CopyAsync(NpgsqlConnection connection, TocEntry entry, SourceStatement statement, CancellationToken cancellationToken)
    {
        try
        {
            var writer = await CopyStreams.OpenWriteAsync(connection, statement.Text, cancellationToken).ConfigureAwait(false);
            return await ChunkLoader.PumpAsync(statement.Rows!, writer, RowFormat.Text, null, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException error) when (!CopyErrors.IsConnectionFailure(error))
        {
            throw Refused(entry, statement, error);
        }
    }

    private static MigrationException Refused(TocEntry entry, SourceStatement statement, PostgresException error) => new(
        "StatementFailed", MigrationErrorCategory.InvalidData, FormattableString.Invariant($"{entry}: the statement in line {statement.Line} was refused: {error.MessageText}"), error)
    {
        Subject = entry.ToString(),
        Remedy = "Correct it where it was dumped, or in the script, and run again with -Restart; or make at the destination what it needs and go on with -Resume.",
        SqlState = error.SqlState,
        Detail = error.Detail,
        Hint = error.Hint,
        Where = error.Where,
        Statement = statement.Text.Length > 1000 ? statement.Text[..1000] + " …" : statement.Text,
    };

    private static MigrationException Changed(TocEntry entry) => new(
        "SourceChanged", MigrationErrorCategory.InvalidOperation, $"The script or archive was changed since the import of {entry} began.")
    {
        Subject = entry.ToString(),
        Remedy = "Import it anew with -Restart into an empty database.",
    };
}
