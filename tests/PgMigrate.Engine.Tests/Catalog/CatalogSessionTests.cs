using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Catalog;

public sealed class CatalogSessionTests(TestServers servers)
{
    [Fact]
    public async Task Changes_no_setting_unless_asked()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await using var connection = await Sql.OpenAsync(endpoint);
        var session = await CatalogSession.StartAsync(connection, TestContext.Current.CancellationToken);
        Assert.Equal("\"$user\", public", await SettingAsync(session, "search_path"));

        await session.PrepareForReadingAsync(TestContext.Current.CancellationToken);

        Assert.Equal("", (await SettingAsync(session, "search_path")).Trim('"'));
        Assert.Equal("off", await SettingAsync(session, "row_security"));
        Assert.Equal("3", await SettingAsync(session, "extra_float_digits"));
    }

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Leaves_out_the_settings_that_a_version_lacks(int major)
    {
        var endpoint = await servers.CreateDatabaseAsync(major);
        await using var connection = await Sql.OpenAsync(endpoint);
        var session = await CatalogSession.StartAsync(connection, TestContext.Current.CancellationToken);

        await session.PrepareForReadingAsync(TestContext.Current.CancellationToken);

        Assert.Equal("0", await SettingAsync(session, major < 17 ? "statement_timeout" : "transaction_timeout"));
    }

    private static async Task<string> SettingAsync(CatalogSession session, string name)
        => (await session.QueryAsync($"SELECT current_setting('{name}')", row => row.GetString(0), TestContext.Current.CancellationToken))[0];
}
