using Npgsql;

namespace PgMigrate.Engine.Connections;

/// <summary>Runs statements that return no rows.</summary>
internal static class StatementExecution
{
    private static readonly object FailedStatementKey = typeof(SqlStatement);

    /// <summary>
    /// Runs one or more statements and returns the number of rows that they changed. The driver takes the text apart in its own way, which
    /// does not know every quote of PostgreSQL: for a text that others wrote there is <see cref="ExecuteScriptAsync"/>.
    /// </summary>
    public static async Task<int> ExecuteAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Runs the statements of a text as <see cref="SqlScript.Split"/> finds them, and returns the number of rows that they changed. They go
    /// to the server as they are, in one round trip; the driver does not look into a batch's commands that have no parameters (Npgsql 10,
    /// NpgsqlCommand.ProcessRawQuery). Where no transaction is open they are one: all of them take effect or none, unless the text itself
    /// commits (PostgreSQL documentation, Frontend/Backend Protocol, Pipelining). A statement that refuses to run in a transaction, such as
    /// VACUUM or CREATE INDEX CONCURRENTLY, must therefore be a text's only one.
    /// </summary>
    /// <exception cref="PostgresException">The server refused: <see cref="FailedStatement"/> tells which statement.</exception>
    /// <exception cref="MigrationException">UnterminatedQuote.</exception>
    public static async Task<int> ExecuteScriptAsync(this NpgsqlConnection connection, string script, CancellationToken cancellationToken)
    {
        var statements = SqlScript.Split(script);
        if (statements.Count == 0) return 0;
        var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        await using (batch.ConfigureAwait(false))
        {
            foreach (var statement in statements) batch.BatchCommands.Add(new NpgsqlBatchCommand(statement.Text));
            try
            {
                return await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException error) when (Failed(batch) is >= 0 and var index)
            {
                error.Data[FailedStatementKey] = statements[index];
                throw;
            }
        }
    }

    /// <summary>The statement of a script that the server refused; null for an error of the commit, or of what was no script.</summary>
    public static SqlStatement? FailedStatement(this PostgresException error) => error.Data[FailedStatementKey] as SqlStatement;

    /// <summary>The first command that the server has not completed; -1 where it has completed all.</summary>
    private static int Failed(NpgsqlBatch batch)
    {
        for (var index = 0; index < batch.BatchCommands.Count; index++)
        {
            if (batch.BatchCommands[index].StatementType == StatementType.Unknown) return index;
        }

        return -1;
    }
}
