using System.Buffers.Binary;
using System.Globalization;
using Npgsql;

namespace PgMigrate.Engine.Journal;

/// <summary>
/// Asks the destination what became of a transaction, for a journal that can't be written in it. The txid functions know a transaction by a
/// number that never comes again; they are PostgreSQL 12's, and 13 to 18 keep them beside pg_current_xact_id.
/// </summary>
internal static class CommitWitness
{
    /// <summary>"PGMJ": with the run's number the advisory lock of all its transactions that are about to commit.</summary>
    private const int ClassId = 0x50474D4A;

    /// <summary>
    /// The number of the connection's open transaction, which from now on holds the run's lock: <see cref="WaitAsync"/> waits for its end.
    /// </summary>
    public static async Task<long> AnnounceAsync(NpgsqlConnection connection, Guid runId, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT pg_catalog.txid_current(), pg_catalog.pg_advisory_xact_lock_shared({ClassId}, {NumberOf(runId)})"),
            connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>
    /// Makes sure that the numbers given out so far outlive a crash of the server. It writes a number to its log with what is done under it,
    /// and gives one that the crash took from the log to the next transaction: that one's fate would pass for the lost one's. A commit that is
    /// waited for writes the log up to itself.
    /// </summary>
    /// <param name="connection">A connection without an open transaction.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public static async Task KeepNumbersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT pg_catalog.set_config('synchronous_commit', 'local', true), pg_catalog.pg_logical_emit_message(true, 'pgmigrate', '')
            """;
        using var command = new NpgsqlCommand(Sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Waits until every transaction of the run that was about to commit has ended: a process that was killed may have sent a commit that
    /// its server is still busy with.
    /// </summary>
    public static async Task WaitAsync(NpgsqlConnection connection, Guid runId, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            string.Create(CultureInfo.InvariantCulture, $"SELECT pg_catalog.pg_advisory_xact_lock({ClassId}, {NumberOf(runId)})"), connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// What became of the transaction. Unknown, too, where its number lies ahead of the server's (22023): then the server is not the one, or
    /// not in the state, that gave the number out.
    /// </summary>
    public static async Task<TransactionOutcome> AskAsync(NpgsqlConnection connection, long transactionId, CancellationToken cancellationToken)
    {
        try
        {
            using var command = new NpgsqlCommand("SELECT pg_catalog.txid_status($1)", connection) { Parameters = { new() { Value = transactionId } } };
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) switch
            {
                "committed" => TransactionOutcome.Committed,
                "aborted" => TransactionOutcome.Aborted,
                "in progress" => TransactionOutcome.InProgress,
                _ => TransactionOutcome.Unknown,
            };
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InvalidParameterValue)
        {
            return TransactionOutcome.Unknown;
        }
    }

    /// <summary>Runs that share a number by chance do no more than wait for each other.</summary>
    private static int NumberOf(Guid runId) => BinaryPrimitives.ReadInt32LittleEndian(runId.ToByteArray());
}
