using Npgsql;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Journal;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Applies entries that have a definition, each in one transaction with its checkpoint.</summary>
internal static class EntryRestore
{
    /// <summary>
    /// Applies what must stand before the rows, all in one transaction: the tables of a run appear together or not at all.
    /// </summary>
    public static async Task RunPreDataAsync(
        Destination destination, RunLedger ledger, IReadOnlyList<TocEntry> entries, CancellationToken cancellationToken)
    {
        var waiting = entries.Where(entry => entry.Section == TocSection.PreData && !ledger.IsDone(entry)).ToList();
        if (waiting.Count == 0) return;
        var checkpoints = waiting.ConvertAll(Checkpoint);
        await destination.Journal.PlanAsync(ledger.RunId, checkpoints, cancellationToken).ConfigureAwait(false);
        try
        {
            await ApplyAsync(
                destination, ledger.RunId, string.Join('\n', waiting.Select(entry => entry.Definition)), checkpoints, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (PostgresException error)
        {
            throw Translate(error, waiting);
        }
    }

    /// <summary>Applies one entry after the rows.</summary>
    public static async Task RunAsync(
        Destination destination, Guid runId, TocEntry entry, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var checkpoint = Checkpoint(entry);
        await destination.Journal.PlanAsync(runId, [checkpoint], cancellationToken).ConfigureAwait(false);
        try
        {
            await ApplyAsync(destination, runId, entry.Definition, [checkpoint], cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException error) when (entry.IsOptional)
        {
            observer.Warning(
                $"{entry.Desc} {entry.Tag} was left out: {error.MessageText}. Write it in PostgreSQL's words after the migration.");
            var leftOut = checkpoint with { ErrorMessage = error.MessageText };
            await destination.Journal.RecordFailureAsync(runId, leftOut, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException error)
        {
            throw Translate(error, [entry]);
        }
    }

    /// <summary>Runs the statements and notes the checkpoints in one transaction.</summary>
    public static async Task ApplyAsync(
        Destination destination, Guid runId, string statements, IReadOnlyList<Checkpoint> checkpoints, CancellationToken cancellationToken)
    {
        await destination.UseAsync(
            async connection =>
            {
                var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    await connection.ExecuteAsync(statements, cancellationToken).ConfigureAwait(false);
                    await destination.Journal.RecordAsync(connection, runId, checkpoints, cancellationToken).ConfigureAwait(false);
                    await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                }

                await destination.Journal.ConfirmAsync(runId, checkpoints, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static Checkpoint Checkpoint(TocEntry entry) => new()
    {
        Entry = entry.Key,
        TableName = entry.Desc == TocDesc.Table ? $"{entry.Namespace}.{entry.Tag}" : "",
        Chunk = ChunkBounds.Whole,
        Status = CheckpointStatus.Done,
    };

    private static MigrationException Translate(PostgresException error, IReadOnlyList<TocEntry> entries)
    {
        // 42P07: the relation is there already.
        var subject = entries.Count == 1 ? entries[0].ToString() : string.Join(", ", entries.Select(entry => entry.Tag));
        return error.SqlState == PostgresErrorCodes.ForeignKeyViolation ? Orphans(error)
            : error.SqlState == PostgresErrorCodes.DuplicateTable
            ? new(
                "DestinationTableExists", MigrationErrorCategory.ResourceExists, $"Creating the tables failed: {error.MessageText}.", error)
            {
                Subject = subject,
                Remedy = "Leave out -CreateTable to fill the tables that are there, or drop them first.",
                SqlState = error.SqlState,
            }
            : new("EntryFailed", MigrationErrorCategory.InvalidOperation, $"{subject}: {error.MessageText}", error)
            {
                Subject = subject,
                Remedy = "Correct what the server complains of in the source, then run again with -Resume.",
                SqlState = error.SqlState,
                Detail = error.Detail,
                Hint = error.Hint,
                Where = error.Where,
                Statement = entries.Count == 1 ? entries[0].Definition : null,
            };
    }

    /// <summary>
    /// SQLite checks foreign keys only where the program that writes asks for it: rows that refer to nothing are no rarity.
    /// </summary>
    private static MigrationException Orphans(PostgresException error) => new(
        "ForeignKeyViolated",
        MigrationErrorCategory.InvalidData,
        $"Rows of {error.SchemaName}.{error.TableName} refer by {error.ConstraintName} to nothing: {error.Detail}",
        error)
    {
        Subject = $"{error.SchemaName}.{error.TableName}",
        Remedy = "Correct the rows in the source, which PRAGMA foreign_key_check lists, and copy again with -Restart.",
        SqlState = error.SqlState,
        Detail = error.Detail,
    };
}
