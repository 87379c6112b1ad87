using Npgsql;
using Xunit;

namespace PgMigrate.Engine.Tests.Servers;

public sealed class PgBouncerTests(TestServers servers)
{
    [Fact]
    public async Task Gives_the_next_transaction_another_backend_in_transaction_mode_only()
    {
        var database = await servers.CreateDatabaseAsync();
        await using var transactions = await PgBouncer.StartAsync(database, PoolerMode.Transaction);
        await using var sessions = await PgBouncer.StartAsync(database, PoolerMode.Session);

        Assert.False(await KeepsItsBackendAsync(transactions.Endpoint));
        Assert.True(await KeepsItsBackendAsync(sessions.Endpoint));
    }

    /// <summary>Whether a session finds its backend again after another one had the chance to take it.</summary>
    private static async Task<bool> KeepsItsBackendAsync(DatabaseEndpoint endpoint)
    {
        await using var first = await Sql.OpenAsync(endpoint);
        var before = await BackendAsync(first);
        await using var second = await Sql.OpenAsync(endpoint);
        await using var transaction = await second.BeginTransactionAsync();
        await BackendAsync(second);
        return await BackendAsync(first) == before;
    }

    private static async Task<int> BackendAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        return (int)(await command.ExecuteScalarAsync())!;
    }
}
