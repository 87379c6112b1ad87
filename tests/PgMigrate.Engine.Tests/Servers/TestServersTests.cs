using Xunit;

namespace PgMigrate.Engine.Tests.Servers;

public sealed class TestServersTests(TestServers servers)
{
    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Gives_a_fresh_database_of_every_version(int major)
    {
        var first = await servers.CreateDatabaseAsync(major);
        var second = await servers.CreateDatabaseAsync(major);
        await Sql.ExecuteAsync(first, "CREATE TABLE t(a int); INSERT INTO t VALUES (1), (2)");

        Assert.Equal(2L, await Sql.ScalarAsync<long>(first, "SELECT count(*) FROM t"));
        Assert.Null(await Sql.ScalarAsync<object>(second, "SELECT to_regclass('t')::text"));
        Assert.Equal(major, await Sql.ScalarAsync<int>(first, "SELECT current_setting('server_version_num')::int / 10000"));
    }

    [Theory]
    [InlineData(TestServers.Default)]
    [InlineData(17)] // What Supabase gives new projects.
    public async Task Gives_a_database_that_imitates_Supabase(int major)
    {
        var project = await servers.CreateSupabaseDatabaseAsync(major);

        Assert.False(await Sql.ScalarAsync<bool>(project, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"));
        Assert.Equal("auth.users", await Sql.ScalarAsync<string>(project, "SELECT to_regclass('auth.users')::text"));
        Assert.True(await Sql.ScalarAsync<bool>(TestServers.AsSupabaseAdmin(project), "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"));
    }
}
