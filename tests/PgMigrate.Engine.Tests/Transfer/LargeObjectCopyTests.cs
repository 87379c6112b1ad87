using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

public sealed class LargeObjectCopyTests(TestServers servers)
{
    [Fact]
    public async Task A_source_that_refuses_the_bytes_is_named_as_the_end_that_did()
    {
        var request = await servers.DatabaseWithAsync("SELECT lo_from_bytea(701, 'x'), lo_from_bytea(702, 'y')");
        var reader = await Copying.CreateRoleAsync(request.Source);

        var error = await Cloning.FailsAsync(request with { Source = reader });

        Assert.Equal(("PermissionDenied", "BLOBS 701 to 702"), (error.ErrorId, error.Subject));
        Assert.Equal("BLOBS 701 to 702 at the source: permission denied for large object 701", error.Message);
    }

    [Fact]
    public async Task Drops_groups_that_it_makes_again_and_leaves_other_large_objects_alone()
    {
        var request = await servers.DatabaseWithAsync("SELECT lo_from_bytea(700 + g, 'new') FROM generate_series(1, 700) g");
        await Sql.ExecuteAsync(request.Destination, "SELECT lo_from_bytea(g, 'old') FROM generate_series(600, 800) g");

        var result = await Cloning.RunAsync(request with { Clean = true, IfExists = true });

        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        Assert.Equal("101 old, 700 new", await Sql.ScalarAsync<string>(
            request.Destination,
            """
            SELECT string_agg(n || ' ' || bytes, ', ' ORDER BY bytes DESC)
            FROM (SELECT count(*) AS n, encode(lo_get(oid), 'escape') AS bytes FROM pg_largeobject_metadata GROUP BY 2) one
            """));
    }

    [Fact]
    public async Task A_source_that_is_lost_while_it_sends_the_bytes_is_named_and_the_rest_comes_later()
    {
        var request = await servers.DatabaseWithAsync("SELECT lo_from_bytea(701, 'x'), lo_from_bytea(702, 'y')");
        Task<MigrationException> failure;
        await using (await Blocker.HoldAsync(request.Source, "LOCK TABLE pg_catalog.pg_largeobject IN ACCESS EXCLUSIVE MODE"))
        {
            failure = Cloning.FailsAsync(request);
            await Blocker.KeepsWaitingAsync(request.Source, "%lo_get%");
            await Blocker.TerminateWaitingAsync(request.Source, "%lo_get%");
            var error = await failure;
            Assert.Equal("ConnectionLost", error.ErrorId);
            Assert.StartsWith("The connection to the source was lost while BLOBS 701 to 702 was copied: ", error.Message, StringComparison.Ordinal);
        }

        await Cloning.RunAsync(request with { Resume = true });
        Assert.Equal("x,y", await Sql.ScalarAsync<string>(request.Destination, "SELECT string_agg(encode(lo_get(oid), 'escape'), ',' ORDER BY oid) FROM pg_largeobject_metadata"));
    }
}
