using Npgsql;
using PgMigrate.Engine.Sandbox;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Sandbox;

public sealed class SupabaseLookalikeTests(TestServers servers)
{
    [Fact]
    public async Task Gives_a_role_that_is_no_superuser_and_may_silence_triggers()
    {
        var sandbox = await servers.ServerAsync(isSupabase: true);

        Assert.True(sandbox.IsSupabase);
        Assert.Equal("postgres", sandbox.Endpoint.Username);
        Assert.False(await Sql.ScalarAsync<bool>(sandbox.Endpoint, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"));
        await Sql.ExecuteAsync(sandbox.Endpoint, "SET session_replication_role = replica");
    }

    [Fact]
    public async Task Refuses_what_Supabase_refuses()
    {
        var project = await servers.CreateSupabaseDatabaseAsync();

        await RefusedAsync(project, "ALTER TABLE auth.users ADD COLUMN mine int");
        await RefusedAsync(project, "CREATE TABLE auth.mine(id int)");
        await RefusedAsync(project, "CREATE ROLE chief SUPERUSER");
    }

    [Fact]
    public async Task Allows_what_a_project_needs()
    {
        var project = await servers.CreateSupabaseDatabaseAsync();

        await Sql.ExecuteAsync(project, """
            CREATE TABLE profiles(id uuid PRIMARY KEY REFERENCES auth.users, name text);
            ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON profiles USING (auth.uid() = id);
            """);

        Assert.True(await Sql.ScalarAsync<bool>(project, "SELECT has_table_privilege('anon', 'profiles', 'SELECT')"));
    }

    [Fact]
    public async Task Makes_the_database_asked_for_a_project_too()
    {
        var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { IsSupabase = true, DatabaseName = "project" }, new RecordingObserver(), TestContext.Current.CancellationToken);
        try
        {
            Assert.Equal("project", await Sql.ScalarAsync<string>(sandbox.Endpoint, "SELECT current_database()::text"));
            Assert.Equal(0L, await Sql.ScalarAsync<long>(sandbox.Endpoint, "SELECT count(*) FROM auth.users"));
        }
        finally
        {
            await SandboxServer.StopAsync(sandbox, CancellationToken.None);
        }
    }

    private static async Task RefusedAsync(DatabaseEndpoint project, string sql)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => Sql.ExecuteAsync(project, sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }
}
