using System.Runtime.ExceptionServices;
using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Journal;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Brings one chunk's rows into its table, in one transaction with the chunk's checkpoint.</summary>
internal sealed class ChunkLoader(IMigrationSource source, Destination destination, Guid runId, BadRowAction onBadRow)
{
    private const string Twin = "pg_temp.pgmigrate_rows";

    private readonly IMigrationJournal journal = destination.Journal;

    /// <summary>Loads the chunk and returns its checkpoint, committed.</summary>
    public async Task<Checkpoint> LoadAsync(
        NpgsqlConnection connection,
        TablePlan plan,
        ChunkBounds chunk,
        RejectFile rejectFile,
        Action<CopyCount> moved,
        CancellationToken cancellationToken)
    {
        var transaction = await destination.BeginTransactionAsync(connection, cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var planned = new Checkpoint { Entry = plan.Entry.Key, TableName = plan.Destination.ToString(), Chunk = chunk };
            var known = await journal.ClaimAsync(connection, runId, planned, cancellationToken).ConfigureAwait(false);
            if (known.Status == CheckpointStatus.Done) return known;
            await SwitchTriggersAsync(connection, plan, isOn: false, cancellationToken).ConfigureAwait(false);
            var rejected = new List<RejectedRow>();
            var count = await LoadRowsAsync(connection, plan, chunk, rejected, moved, cancellationToken).ConfigureAwait(false);
            await SwitchTriggersAsync(connection, plan, isOn: true, cancellationToken).ConfigureAwait(false);
            if (onBadRow == BadRowAction.Reject)
            {
                await rejectFile.WritePartAsync(chunk.Number, rejected, cancellationToken).ConfigureAwait(false);
            }

            var checkpoint = planned with
            {
                Status = CheckpointStatus.Done,
                Rows = count.Rows,
                Rejected = rejected.Count,
                Bytes = count.Bytes,
                RejectPath = rejected.Count > 0 ? rejectFile.Path : null,
            };
            await journal.RecordAsync(connection, runId, [checkpoint], cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            await journal.ConfirmAsync(runId, [checkpoint], cancellationToken).ConfigureAwait(false);
            return checkpoint;
        }
    }

    private async Task<CopyCount> LoadRowsAsync(
        NpgsqlConnection connection,
        TablePlan plan,
        ChunkBounds chunk,
        List<RejectedRow> rejected,
        Action<CopyCount> moved,
        CancellationToken cancellationToken)
    {
        var options = new RowStreamOptions
        {
            Format = plan.Rows.Format,
            Rejected = onBadRow == BadRowAction.Reject ? rejected.Add : null,
        };
        var rows = await source.OpenRowsAsync(plan.Entry, chunk, options, cancellationToken).ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            if (plan.Mode == CopyMode.Upsert) await connection.ExecuteAsync(CreateTwin(plan), cancellationToken).ConfigureAwait(false);
            var target = plan.Mode == CopyMode.Upsert ? Twin : plan.Relation;
            if (onBadRow == BadRowAction.Reject)
            {
                var loader = new RejectingLoader(connection, plan, target, plan.Mode == CopyMode.Upsert ? Merge(plan) : null, rejected.Add);
                return await loader.LoadAsync(rows, moved, cancellationToken).ConfigureAwait(false);
            }

            var count = await CopyAllAsync(connection, plan, target, rows, moved, cancellationToken).ConfigureAwait(false);
            if (plan.Mode == CopyMode.Upsert) await connection.ExecuteAsync(Merge(plan), cancellationToken).ConfigureAwait(false);
            return count;
        }
    }

    private static async Task<CopyCount> CopyAllAsync(
        NpgsqlConnection connection,
        TablePlan plan,
        string target,
        IRowStream rows,
        Action<CopyCount> moved,
        CancellationToken cancellationToken)
    {
        var writer = await CopyStreams
            .OpenWriteAsync(connection, target, plan.ColumnNames, plan.Rows.Format, cancellationToken).ConfigureAwait(false);
        return await PumpAsync(rows, writer, plan.Rows.Format, moved, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Moves all rows into a COPY that has begun, and completes it; or ends it without them where something fails.</summary>
    public static async Task<CopyCount> PumpAsync(
        IRowStream rows, NpgsqlRawCopyStream writer, RowFormat format, Action<CopyCount>? moved, CancellationToken cancellationToken)
    {
        CopyCount count;
        try
        {
            count = await CopyPump.RunAsync(rows, writer, format, moved, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            await GiveUpAsync(writer, failure).ConfigureAwait(false);
            throw;
        }

        await writer.DisposeAsync().ConfigureAwait(false);
        return count;
    }

    /// <summary>
    /// Ends the COPY without its rows; what the server had to say against a row is the failure's cause, not the broken stream.
    /// </summary>
    private static async Task GiveUpAsync(NpgsqlRawCopyStream writer, Exception failure)
    {
        try
        {
            await writer.CancelAsync().ConfigureAwait(false);
        }
        catch (PostgresException server) when (failure is not OperationCanceledException and not MigrationException)
        {
            ExceptionDispatchInfo.Throw(server);
        }
        catch (Exception)
        {
            // The connection is gone, or the server complains of the giving up; the first failure says why.
        }
    }

    private static string CreateTwin(TablePlan plan) =>
        $"""
        DROP TABLE IF EXISTS {Twin};
        CREATE TEMPORARY TABLE pgmigrate_rows ON COMMIT DROP AS SELECT {SqlText.List(plan.ColumnNames)} FROM {plan.Relation} WITH NO DATA
        """;

    private static string Merge(TablePlan plan)
    {
        var columns = SqlText.List(plan.ColumnNames);
        var updates = plan.ColumnNames.Except(plan.UpsertKey)
            .Select(name => $"{SqlText.Identifier(name)} = excluded.{SqlText.Identifier(name)}").ToList();
        var action = updates.Count == 0 ? "NOTHING" : "UPDATE SET " + string.Join(", ", updates);
        return $"""
            INSERT INTO {plan.Relation} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {Twin}
            ON CONFLICT ({SqlText.List(plan.UpsertKey)}) DO {action}
            """;
    }

    /// <summary>
    /// Where the session's replication role lets foreign keys rest, only the triggers that fire all the same are there to switch. Elsewhere
    /// constraints that are deferred are checked row by row meanwhile: a trigger can't be switched while checks are pending, and a row that
    /// violates one must be refused before the commit.
    /// </summary>
    private static async Task SwitchTriggersAsync(
        NpgsqlConnection connection, TablePlan plan, bool isOn, CancellationToken cancellationToken)
    {
        if (isOn) await TriggerSwitch.TurnOnAsync(connection, plan.Triggers, cancellationToken).ConfigureAwait(false);
        else
        {
            if (plan.ChecksForeignKeys) await connection.ExecuteAsync("SET CONSTRAINTS ALL IMMEDIATE", cancellationToken).ConfigureAwait(false);
            await TriggerSwitch.TurnOffAsync(connection, plan.Triggers, cancellationToken).ConfigureAwait(false);
        }
    }
}
