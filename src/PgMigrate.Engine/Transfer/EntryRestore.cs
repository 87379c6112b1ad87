using Npgsql;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Journal;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Applies entries that have a definition, in transactions with their checkpoints.</summary>
internal sealed class EntryRestore(Destination destination, Guid runId, EntryStatements statements, EntryProgress progress, IMigrationObserver observer)
{
    /// <summary>Two that alter the tables of the other can wait for each other; the server ends one of them, which can do it after the other.</summary>
    private const int DeadlockAttempts = 10;

    /// <summary>
    /// Applies the entries, all in one transaction and one round trip: they appear together or not at all.
    /// </summary>
    /// <exception cref="MigrationException">The server refused one of them, which the error names.</exception>
    public Task RunAsync(IReadOnlyList<TocEntry> entries, CancellationToken cancellationToken) => entries.Count == 0 ? Task.CompletedTask : ToldAsync(
        entries,
        isComplete: true,
        () => RunAsync(
            [.. entries.SelectMany(entry => statements.Of(entry).Select(statement => new EntryStatement(entry, statement)))],
            [.. entries.SelectMany(Checkpoints)],
            cancellationToken));

    /// <summary>Applies one of the entry's steps, from 0.</summary>
    /// <exception cref="MigrationException">The server refused it.</exception>
    public Task RunStepAsync(TocEntry entry, int step, CancellationToken cancellationToken) => ToldAsync(
        [entry],
        isComplete: step == entry.Steps.Count - 1,
        () => RunAsync(
            [.. statements.OfStep(entry, step).Select(statement => new EntryStatement(entry, statement))], [Checkpoint(entry, step)], cancellationToken));

    /// <summary>Applies one entry; one that is optional is left out with a warning where the server refuses it.</summary>
    public async Task RunAsync(TocEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync([entry], cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException error) when (entry.IsOptional && error.InnerException is PostgresException refusal)
        {
            observer.Warning(
                $"{entry.Desc} {entry.Tag} was left out: {refusal.MessageText}. Make it by hand after the migration.");
            await destination.Journal.RecordFailureAsync(
                runId, Checkpoint(entry) with { ErrorMessage = refusal.MessageText }, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ToldAsync(IReadOnlyList<TocEntry> entries, bool isComplete, Func<Task> work)
    {
        progress.Begin(entries);
        var haveArrived = false;
        try
        {
            await work().ConfigureAwait(false);
            haveArrived = isComplete;
        }
        finally
        {
            progress.End(entries, haveArrived);
        }
    }

    private async Task RunAsync(IReadOnlyList<EntryStatement> commands, IReadOnlyList<Checkpoint> checkpoints, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ApplyAsync(
                    destination, runId, [.. commands.Select(command => command.Text)], checkpoints,
                    (error, index) => Translate(error, commands[index].Entry, commands[index].Text), cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (MigrationException error) when (error.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < DeadlockAttempts)
            {
                observer.Verbose($"{error.Subject} met another statement on its tables, and is tried again: {error.Message}");
            }
        }
    }

    /// <summary>Runs the statements in one round trip and notes the checkpoints in the same transaction.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="runId">The run whose checkpoints they are.</param>
    /// <param name="statements">The statements, each by itself.</param>
    /// <param name="checkpoints">What is done with them.</param>
    /// <param name="translate">Says what it means that the server refused the statement of that index.</param>
    /// <param name="cancellationToken">Cancels the statements and takes them back.</param>
    public static Task ApplyAsync(
        Destination destination,
        Guid runId,
        IReadOnlyList<string> statements,
        IReadOnlyList<Checkpoint> checkpoints,
        Func<PostgresException, int, Exception> translate,
        CancellationToken cancellationToken) => destination.UseAsync(
        async connection =>
        {
            var transaction = await destination.BeginTransactionAsync(connection, cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                try
                {
                    await connection.ExecuteEachAsync(statements, cancellationToken).ConfigureAwait(false);
                }
                catch (PostgresException error) when (!CopyErrors.IsConnectionFailure(error) && error.FailedIndex() is { } index)
                {
                    throw translate(error, index);
                }

                await destination.Journal.RecordAsync(connection, runId, checkpoints, cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }

            await destination.Journal.ConfirmAsync(runId, checkpoints, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>What is done with the entry, for each of its steps.</summary>
    public static IEnumerable<Checkpoint> Checkpoints(TocEntry entry) => Enumerable.Range(0, Math.Max(entry.Steps.Count, 1)).Select(step => Checkpoint(entry, step));

    public static Checkpoint Checkpoint(TocEntry entry, int step = 0) => new()
    {
        Entry = entry.Key,
        TableName = entry.Desc == TocDesc.Table ? $"{entry.Namespace}.{entry.Tag}" : "",
        Chunk = ChunkBounds.Whole with { Number = step + 1 },
        Status = CheckpointStatus.Done,
    };

    private static MigrationException Translate(PostgresException error, TocEntry entry, string statement) => error.SqlState switch
    {
        PostgresErrorCodes.ForeignKeyViolation => Orphans(error),
        PostgresErrorCodes.DuplicateTable => new(
            "DestinationTableExists", MigrationErrorCategory.ResourceExists, $"{entry} could not be created: {error.MessageText}.", error)
        {
            Subject = entry.ToString(),
            Remedy = "Drop it first, or copy the rows alone into the tables that are there.",
            SqlState = error.SqlState,
        },
        PostgresErrorCodes.InvalidParameterValue or PostgresErrorCodes.UndefinedObject when EntryStatements.SaysAccessMethod(entry, statement) => new(
            "AccessMethodMissing", MigrationErrorCategory.ObjectNotFound, $"{entry} needs the access method {entry.TableAccessMethod}, which the destination does not have.", error)
        {
            Subject = entry.ToString(),
            Remedy = "Make the access method there, or install the extension that brings it, or leave tables to the default one with -NoTableAccessMethod.",
            SqlState = error.SqlState,
            Detail = error.Detail,
            Statement = statement,
        },
        _ => new("EntryFailed", MigrationErrorCategory.InvalidOperation, $"{entry}: {error.MessageText}", error)
        {
            Subject = entry.ToString(),
            Remedy = IsThere(error)
                ? "Drop it first, or let -Clean drop what will be created."
                : "Correct what the server complains of in the source, then run again with -Resume.",
            SqlState = error.SqlState,
            Detail = error.Detail,
            Hint = error.Hint,
            Where = error.Where,
            // These hold passwords.
            Statement = entry.Desc is TocDesc.Subscription or TocDesc.UserMapping ? null : statement,
        },
    };

    private static bool IsThere(PostgresException error) => error.SqlState
        is PostgresErrorCodes.DuplicateSchema or PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.DuplicateFunction;

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

    /// <summary>A statement and what it belongs to.</summary>
    private sealed record EntryStatement(TocEntry Entry, string Text);
}
