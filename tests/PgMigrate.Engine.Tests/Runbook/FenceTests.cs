using Npgsql;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Runbook;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Sqlite;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Runbook;

/// <summary>A fence holds whoever could write, whatever became of the call that raised it, and is not left behind.</summary>
public sealed class FenceTests(TestServers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sessions_that_the_role_may_not_look_into_are_not_taken_for_none()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        await using var open = await OpenAsAnotherAsync(servers, stage.Source);
        stage.Plan = stage.Plan with { Fence = true, FenceTimeout = 1, NoPrivileges = true };

        var migration = await stage.StartAsync();

        Assert.Equal((DatabaseMigrationStatus.Failed, "FenceNotTight", false), (migration.Status, migration.Error?.ErrorId, migration.IsFenced));
        Assert.Contains(open.UserName!, migration.ErrorMessage, StringComparison.Ordinal);
        Assert.Null(await RunbookStage.SettingAsync(stage.Source));
        await open.ExecuteAsync("UPDATE customers SET name = name WHERE id = 1", Cancellation);
    }

    /// <summary>A session of a program whose role is none of the owner's.</summary>
    internal static async Task<NpgsqlConnection> OpenAsAnotherAsync(TestServers servers, DatabaseEndpoint owned)
    {
        var role = await Copying.CreateRoleAsync((await servers.ServerAsync()).Endpoint with { Database = owned.Database });
        await Sql.ExecuteAsync(owned, $"GRANT SELECT, UPDATE ON customers TO {role.Username}");
        return await Sql.OpenAsync(role);
    }
}
