using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Performance;

/// <summary>One connection to one end, which runs queries in READ ONLY transactions that are rolled back. It survives what fails in it.</summary>
internal sealed class LatencySession(PostgresConnector connector, TimeSpan statementTimeout) : IAsyncDisposable
{
    private NpgsqlConnection? connection;

    /// <summary>Begins a transaction, on a new connection where the last one was lost.</summary>
    /// <exception cref="MigrationException">Why there is no connection.</exception>
    /// <exception cref="NpgsqlException">The server refused.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        connection ??= await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        // SET LOCAL: a pooler in transaction mode hands a session's settings to strangers.
        await connection.ExecuteAsync(
            FormattableString.Invariant($"BEGIN TRANSACTION READ ONLY; SET LOCAL statement_timeout = {(long)Math.Ceiling(statementTimeout.TotalMilliseconds)}"),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs the query, reads all that it gives, and returns how long that took.</summary>
    /// <exception cref="NpgsqlException">The server refused, or the connection was lost.</exception>
    public async Task<TimeSpan> RunAsync(string sql, IReadOnlyList<string> values, CancellationToken cancellationToken)
    {
        // A batch's statement goes to the server as it is: the driver looks for no placeholders of its own.
        var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        await using var batchScope = batch.ConfigureAwait(false);
        var command = new NpgsqlBatchCommand(sql);
        // The server finds the types out, as for literals.
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Unknown });
        batch.BatchCommands.Add(command);
        var started = Stopwatch.GetTimestamp();
        var rows = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                // What a row holds has arrived with it.
            }
        }

        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Takes the transaction back; a connection on which that is not possible is let go.</summary>
    public async Task EndAsync()
    {
        if (connection is null) return;
        try
        {
            await connection.ExecuteAsync("ROLLBACK", CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException)
        {
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A failure in words.</summary>
    public string Explain(Exception failure) => failure is PostgresException server
        ? $"{server.MessageText} ({server.SqlState})"
        : ConnectionErrors.Translate(failure, connector.Endpoint).Message;

    public async ValueTask DisposeAsync()
    {
        if (connection is { } open) await open.DisposeAsync().ConfigureAwait(false);
        connection = null;
    }
}
