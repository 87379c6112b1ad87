using Npgsql;
using Xunit;

namespace PgMigrate.Engine.Tests.Servers;

/// <summary>A session that keeps a transaction open, and with it what its statement has locked.</summary>
internal sealed class Blocker : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;

    private Blocker(NpgsqlConnection connection) => this.connection = connection;

    public static async Task<Blocker> HoldAsync(DatabaseEndpoint database, string statement)
    {
        var connection = await Sql.OpenAsync(database);
        await using var command = new NpgsqlCommand("BEGIN; " + statement, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return new(connection);
    }

    /// <summary>Waits until a session of a copy in this database waits for a lock while it runs a statement like the given one.</summary>
    public static Task KeepsWaitingAsync(DatabaseEndpoint database, string statement) => Eventually.HoldsAsync(
        $"'{statement}' waits for a lock",
        () => Sql.ScalarAsync<bool>(database, $"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE {Waiting(statement)})"));

    /// <summary>Ends the session that waits, as its server's administrator would.</summary>
    public static async Task TerminateWaitingAsync(DatabaseEndpoint database, string statement)
        => Assert.True(await Sql.ScalarAsync<bool>(database, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {Waiting(statement)}"));

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private static string Waiting(string statement)
        => $"datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '{statement}' AND pid <> pg_backend_pid()";
}
