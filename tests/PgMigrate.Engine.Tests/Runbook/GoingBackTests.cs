using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Runbook;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Sqlite;
using Xunit;

namespace PgMigrate.Engine.Tests.Runbook;

/// <summary>The way back loses nothing that anybody wrote without being told to, and is not barred by what it cannot end.</summary>
public sealed class GoingBackTests(TestServers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sessions_that_the_role_may_not_end_do_not_bar_the_way_back()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { FenceTimeout = 1 };
        await stage.StartAsync();
        await using var open = await FenceTests.OpenAsAnotherAsync(servers, stage.Destination);

        Assert.Equal(DatabaseMigrationStatus.Undone, (await stage.UndoAsync()).Status);

        stage.AssertEnvAsBefore();
        Assert.Contains(stage.Observer.Warnings, warning => warning.Contains(open.UserName!, StringComparison.Ordinal));
        Assert.Null(await RunbookStage.SettingAsync(stage.Destination));
    }
}
