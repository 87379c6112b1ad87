using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace PgMigrate.Engine.Journal;

/// <summary>The journal in the destination's schema <c>pgmigrate</c>, on a connection of its own.</summary>
internal sealed class PostgresJournal : IMigrationJournal
{
    private readonly NpgsqlConnection connection;

    /// <summary>One command at a time: workers share the journal's connection for planning and failures.</summary>
    private readonly SemaphoreSlim turn = new(1, 1);

    private PostgresJournal(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Opens the journal, making its tables if they are not there. The journal disposes of the connection.</summary>
    public static async Task<PostgresJournal> OpenAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            using var command = new NpgsqlCommand("SELECT to_regclass('pgmigrate.migration_checkpoints') IS NOT NULL", connection);
            if (!(bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!)
            {
                command.CommandText = JournalSchema.Create;
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }

            // Another role's journal may be there and not for this one.
            command.CommandText = "SELECT FROM pgmigrate.migrations, pgmigrate.migration_checkpoints LIMIT 0";
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return new(connection);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new MigrationException(
                "JournalNotAllowed",
                MigrationErrorCategory.PermissionDenied,
                $"The role may not keep the journal in the schema pgmigrate of {connection.Database}: {error.MessageText}.",
                error)
            {
                Subject = connection.Database,
                Remedy = "Keep the journal in a file with -JournalPath, or grant the role CREATE on the database.",
                SqlState = error.SqlState,
            };
        }
    }

    public bool IsInDestination => true;

    public async Task<IReadOnlyList<MigrationRun>> FindRunsAsync(string source, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            $"SELECT {JournalRows.RunColumns} FROM pgmigrate.migrations WHERE source = $1 AND status <> 'Abandoned' ORDER BY created_at DESC",
            connection)
        { Parameters = { new() { Value = source } } };
        return await QueryAsync(command, JournalRows.ReadRun, cancellationToken).ConfigureAwait(false);
    }

    public Task StartAsync(MigrationRun run, CancellationToken cancellationToken) => ExecuteAsync(
        new NpgsqlBatchCommand(
            """
            INSERT INTO pgmigrate.migrations (migration_id, source, settings, source_state, status, holder, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """)
        {
            Parameters =
            {
                new() { Value = run.Id },
                new() { Value = run.Source },
                new() { Value = run.Settings },
                new() { Value = run.SourceState },
                new() { Value = run.Status.ToString() },
                new() { Value = run.Holder },
                new() { Value = run.StartedAt.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz },
            },
        },
        cancellationToken);

    public Task SetStatusAsync(Guid runId, MigrationStatus status, CancellationToken cancellationToken) => ExecuteAsync(
        new NpgsqlBatchCommand("UPDATE pgmigrate.migrations SET status = $2, updated_at = now() WHERE migration_id = $1")
        {
            Parameters = { new() { Value = runId }, new() { Value = status.ToString() } },
        },
        cancellationToken);

    public async Task<IReadOnlyList<Checkpoint>> ReadAsync(Guid runId, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            $"SELECT {JournalRows.CheckpointColumns} FROM pgmigrate.migration_checkpoints WHERE migration_id = $1 ORDER BY entry, batch_number FOR UPDATE",
            connection)
        { Parameters = { new() { Value = runId } } };
        return await QueryAsync(command, JournalRows.ReadCheckpoint, cancellationToken).ConfigureAwait(false);
    }

    public Task PlanAsync(Guid runId, IReadOnlyList<Checkpoint> checkpoints, CancellationToken cancellationToken)
        => ExecuteAsync(Insert(runId, checkpoints), cancellationToken);

    public async Task<Checkpoint> ClaimAsync(
        NpgsqlConnection connection, Guid runId, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            $"""
            SELECT {JournalRows.CheckpointColumns} FROM pgmigrate.migration_checkpoints
            WHERE migration_id = $1 AND entry = $2 AND batch_number = $3 FOR UPDATE
            """,
            connection)
        {
            Parameters = { new() { Value = runId }, new() { Value = checkpoint.Entry }, new() { Value = checkpoint.Chunk.Number } },
        };
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            if (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) return JournalRows.ReadCheckpoint(reader);
        }

        throw new MigrationException(
            "JournalLost", MigrationErrorCategory.InvalidOperation, "The journal in the destination's schema pgmigrate was removed while rows were copied.")
        {
            Subject = checkpoint.TableName,
            Remedy = "Copy anew with -Restart and a -Mode that says what shall become of the rows that are there.",
        };
    }

    public async Task RecordAsync(
        NpgsqlConnection connection, Guid runId, IReadOnlyList<Checkpoint> checkpoints, CancellationToken cancellationToken)
    {
        using var batch = new NpgsqlBatch(connection) { BatchCommands = { Update(runId, checkpoints) } };
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task ConfirmAsync(Guid runId, IReadOnlyList<Checkpoint> checkpoints, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RecordFailureAsync(Guid runId, Checkpoint checkpoint, CancellationToken cancellationToken)
        => ExecuteAsync(Update(runId, [checkpoint]), cancellationToken);

    public async Task RemoveAsync(string source, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            new NpgsqlBatchCommand("DELETE FROM pgmigrate.migrations WHERE source = $1") { Parameters = { new() { Value = source } } },
            cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(
            new NpgsqlBatchCommand(
                $"""
                DO $$
                BEGIN
                    IF NOT EXISTS (SELECT FROM pgmigrate.migrations) THEN
                        DROP TABLE pgmigrate.migration_checkpoints, pgmigrate.migrations;
                        {JournalSchema.DropIfEmpty}
                    END IF;
                END
                $$
                """),
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync().ConfigureAwait(false);
        turn.Dispose();
    }

    /// <summary>One statement for all: a thousand of them would take longer than what they tell of.</summary>
    private static NpgsqlBatchCommand Insert(Guid runId, IReadOnlyList<Checkpoint> checkpoints) => new(
        """
        INSERT INTO pgmigrate.migration_checkpoints (migration_id, entry, table_name, batch_number, chunk_kind, chunk_relation,
            chunk_column, chunk_from, chunk_upto, status)
        SELECT $1, c.entry, c.table_name, c.number::integer, c.kind, c.relation, c.col, c.lower::bigint, c.upper::bigint, 'Planned'
        FROM unnest($2, $3, $4, $5, $6, $7, $8, $9) AS c (entry, table_name, number, kind, relation, col, lower, upper)
        ON CONFLICT DO NOTHING
        """)
    {
        Parameters =
        {
            new() { Value = runId },
            Texts(checkpoints, checkpoint => checkpoint.Entry),
            Texts(checkpoints, checkpoint => checkpoint.TableName),
            Texts(checkpoints, checkpoint => Text(checkpoint.Chunk.Number)),
            Texts(checkpoints, checkpoint => checkpoint.Chunk.Kind.ToString()),
            Texts(checkpoints, checkpoint => checkpoint.Chunk.Relation),
            Texts(checkpoints, checkpoint => checkpoint.Chunk.Column),
            Texts(checkpoints, checkpoint => Text(checkpoint.Chunk.From)),
            Texts(checkpoints, checkpoint => Text(checkpoint.Chunk.Upto)),
        },
    };

    private static NpgsqlBatchCommand Update(Guid runId, IReadOnlyList<Checkpoint> checkpoints) => new(
        """
        UPDATE pgmigrate.migration_checkpoints p
        SET status = c.status, records_migrated = c.rows::bigint, records_rejected = c.rejected::bigint, bytes = c.bytes::bigint,
            reject_path = c.reject_path, error_message = c.error, last_record_id = coalesce(p.chunk_upto::text, p.last_record_id), worker = $10,
            updated_at = now()
        FROM unnest($2, $3, $4, $5, $6, $7, $8, $9) AS c (entry, number, status, rows, rejected, bytes, reject_path, error)
        WHERE p.migration_id = $1 AND p.entry = c.entry AND p.batch_number = c.number::integer
        """)
    {
        Parameters =
        {
            new() { Value = runId },
            Texts(checkpoints, checkpoint => checkpoint.Entry),
            Texts(checkpoints, checkpoint => Text(checkpoint.Chunk.Number)),
            Texts(checkpoints, checkpoint => checkpoint.Status.ToString()),
            Texts(checkpoints, checkpoint => Text(checkpoint.Rows)),
            Texts(checkpoints, checkpoint => Text(checkpoint.Rejected)),
            Texts(checkpoints, checkpoint => Text(checkpoint.Bytes)),
            Texts(checkpoints, checkpoint => checkpoint.RejectPath),
            Texts(checkpoints, checkpoint => checkpoint.ErrorMessage),
            new() { Value = $"{Environment.MachineName}:{Environment.ProcessId}" },
        },
    };

    private static NpgsqlParameter Texts(IReadOnlyList<Checkpoint> checkpoints, Func<Checkpoint, string?> value)
        => new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = checkpoints.Select(value).ToArray() };

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private async Task ExecuteAsync(NpgsqlBatchCommand command, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var batch = new NpgsqlBatch(connection) { BatchCommands = { command } };
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<IReadOnlyList<T>> QueryAsync<T>(
        NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var rows = new List<T>();
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false)) rows.Add(read(reader));
            }

            return rows;
        }
        finally
        {
            turn.Release();
        }
    }
}
