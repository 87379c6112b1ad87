using PgMigrate.Engine.Sandbox;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Sandbox;

public sealed class SandboxServerTests
{
    [Fact]
    public async Task Starts_a_server_that_answers()
    {
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), new RecordingObserver(), TestContext.Current.CancellationToken);
        try
        {
            Assert.Equal(sandbox.Port, int.Parse((await Sql.ScalarAsync<string>(sandbox.Endpoint, "SHOW port"))!, System.Globalization.CultureInfo.InvariantCulture));
        }
        finally
        {
            await SandboxServer.StopAsync(sandbox, CancellationToken.None);
        }

        Assert.False(Directory.Exists(sandbox.Path));
    }
}
