using PgMigrate.Engine.Sandbox;
using Xunit;

namespace PgMigrate.Engine.Tests.Sandbox;

public sealed class CacheLockTests
{
    [Fact]
    public async Task Lets_the_second_wait_for_the_first()
    {
        var folder = Directory.CreateTempSubdirectory();
        var file = Path.Combine(folder.FullName, "lock");
        var first = await CacheLock.TakeAsync(file, TestContext.Current.CancellationToken);
        var second = CacheLock.TakeAsync(file, TestContext.Current.CancellationToken);
        Assert.False(second.IsCompleted);

        first.Dispose();

        (await second).Dispose();
        folder.Delete(recursive: true);
    }
}
