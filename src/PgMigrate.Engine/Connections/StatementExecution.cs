using Npgsql;

namespace PgMigrate.Engine.Connections;

/// <summary>Runs statements that return no rows.</summary>
internal static class StatementExecution
{
    /// <summary>Runs one or more statements and returns the number of rows that they changed.</summary>
    public static async Task<int> ExecuteAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
