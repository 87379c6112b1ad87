using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Journal;

namespace PgMigrate.Engine.Runbook;

/// <summary>The journal in the destination's schema <c>pgmigrate</c>. Each call has its own connection: steps take hours in between.</summary>
internal sealed class DestinationRunbookJournal(DatabaseEndpoint destination, IMigrationObserver observer) : IRunbookJournal
{
    private const string Create = """
        CREATE SCHEMA IF NOT EXISTS pgmigrate;
        CREATE TABLE IF NOT EXISTS pgmigrate.runbooks (
            runbook_id uuid PRIMARY KEY,
            source text NOT NULL,
            status text NOT NULL,
            state text NOT NULL,
            created_at timestamptz NOT NULL,
            updated_at timestamptz NOT NULL DEFAULT now());
        """;

    private bool isMade;

    public string? Path => null;

    public Task<IReadOnlyList<RunbookState>> ListAsync(CancellationToken cancellationToken) => UseAsync<IReadOnlyList<RunbookState>>(
        async connection =>
        {
            using var command = new NpgsqlCommand("SELECT pg_catalog.to_regclass('pgmigrate.runbooks') IS NOT NULL", connection);
            if (!(bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!) return [];
            command.CommandText = "SELECT state FROM pgmigrate.runbooks ORDER BY created_at DESC";
            var states = new List<RunbookState>();
            var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var closing = rows.ConfigureAwait(false);
            while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false)) states.Add(JsonSerializer.Deserialize(rows.GetString(0), RunbookJson.Default.RunbookState)!);
            return states;
        },
        cancellationToken);

    public Task SaveAsync(RunbookState state, CancellationToken cancellationToken) => UseAsync(
        async connection =>
        {
            if (!isMade) await connection.ExecuteAsync(Create, cancellationToken).ConfigureAwait(false);
            isMade = true;
            using var command = new NpgsqlCommand(
                """
                INSERT INTO pgmigrate.runbooks VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (runbook_id) DO UPDATE SET status = excluded.status, state = excluded.state, updated_at = pg_catalog.now()
                """,
                connection)
            {
                Parameters =
                {
                    new() { Value = state.Id },
                    new() { Value = state.Source },
                    new() { Value = state.Status.ToString() },
                    new() { Value = JsonSerializer.Serialize(state, RunbookJson.Default.RunbookState) },
                    new() { Value = state.StartedAt.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                },
            };
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    public Task RemoveAsync(Guid id, CancellationToken cancellationToken) => UseAsync(
        async connection =>
        {
            using var command = new NpgsqlCommand("DELETE FROM pgmigrate.runbooks WHERE runbook_id = $1", connection) { Parameters = { new() { Value = id } } };
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync(
                $"DO $$BEGIN IF NOT EXISTS (SELECT FROM pgmigrate.runbooks) THEN DROP TABLE pgmigrate.runbooks; {JournalSchema.DropIfEmpty} END IF; END$$", cancellationToken).ConfigureAwait(false);
            return 0;
        },
        cancellationToken);

    private Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken) => OneConnection.UseAsync(
        destination, observer,
        async connection =>
        {
            try
            {
                // While rows are copied back from it, the destination is fenced.
                await connection.ExecuteAsync("SET default_transaction_read_only = off", cancellationToken).ConfigureAwait(false);
                return await work(connection).ConfigureAwait(false);
            }
            catch (PostgresException refusal) when (refusal.SqlState == PostgresErrorCodes.InsufficientPrivilege)
            {
                throw new MigrationException(
                    "JournalNotAllowed", MigrationErrorCategory.PermissionDenied, $"The role may not keep the journal in the schema pgmigrate of {destination}: {refusal.MessageText}.", refusal)
                {
                    Subject = destination.ToString(),
                    Remedy = "Keep the journal in a file with -JournalPath, or grant the role CREATE on the database.",
                    SqlState = refusal.SqlState,
                };
            }
            catch (JsonException damage)
            {
                throw RunbookErrors.JournalDamaged(destination.ToString(), damage);
            }
        },
        cancellationToken);
}
