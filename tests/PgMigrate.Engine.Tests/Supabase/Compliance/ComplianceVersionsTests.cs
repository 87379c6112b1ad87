using System.Globalization;
using PgMigrate.Engine.Sandbox;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Supabase.Compliance;

/// <summary>A server of its own for each version: the roles of the Data API are not for others to meet.</summary>
public sealed class ComplianceVersionsTests
{
    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Knows_what_differs_between_versions(int major)
    {
        var sandbox = await StartAsync(major);
        try
        {
            var database = sandbox.Endpoint;
            await Sql.ExecuteAsync(database, """
                CREATE ROLE anon; CREATE ROLE authenticated;
                CREATE TABLE t (id int PRIMARY KEY); GRANT SELECT ON t TO anon;
                CREATE VIEW v AS SELECT * FROM t; GRANT SELECT ON v TO anon;
                CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
                ALTER ROLE CURRENT_USER SET password_encryption = 'md5'
                """);
            if (major >= 14) await Sql.ExecuteAsync(database, "CREATE FUNCTION bound() RETURNS int LANGUAGE sql RETURN 1");

            var findings = await ComplianceRun.RunAsync(database);
            string[] Of(string check) => [.. findings.Where(finding => finding.Check == check).Select(finding => finding.Object)];

            Assert.Equal(["public.t"], Of("rls_disabled_in_public"));
            Assert.Equal(["public.v"], Of("security_definer_view"));
            Assert.Equal(["public.f()"], Of("function_search_path_mutable"));
            Assert.Equal(["public.f()"], Of("anon_security_definer_function_executable"));
            // Everyone might create in public before PostgreSQL 15.
            Assert.Equal(major < 15 ? ["public"] : [], Of("schema_create_open"));
            Assert.Equal(["password_encryption"], Of("password_encryption_weak"));
            Assert.Equal(["log_connections"], Of("log_connections_not_enabled"));

            foreach (var statement in findings.Where(finding => finding.Check is "security_definer_view" or "schema_create_open").Select(finding => finding.Statement!))
            {
                await Sql.ExecuteAsync(database, statement);
            }

            await Sql.ExecuteAsync(database, "ALTER ROLE CURRENT_USER RESET password_encryption");
            await SetAsync(database, major < 18 ? "on" : "receipt, authentication");
            findings = await ComplianceRun.RunAsync(database);
            Assert.Empty(Of("security_definer_view"));
            Assert.Empty(Of("schema_create_open"));
            Assert.Empty(Of("password_encryption_weak"));
            Assert.Empty(Of("log_connections_not_enabled"));
            if (major < 18) return;

            await SetAsync(database, "receipt");
            findings = await ComplianceRun.RunAsync(database);
            Assert.Equal(["log_connections"], Of("log_connections_not_enabled"));
        }
        finally
        {
            await SandboxServer.StopAsync(sandbox, CancellationToken.None);
        }
    }

    private static async Task SetAsync(DatabaseEndpoint database, string stages)
    {
        await Sql.ExecuteAsync(database, $"ALTER SYSTEM SET log_connections = {SqlText.Literal(stages)}");
        await Sql.ExecuteAsync(database, "SELECT pg_reload_conf()");
        await Eventually.HoldsAsync("new sessions see the setting", async () => await Sql.ScalarAsync<string>(database, "SELECT current_setting('log_connections')") == stages);
    }

    private static async Task<PgSandbox> StartAsync(int major)
    {
        try
        {
            var options = new SandboxOptions { Version = major.ToString(CultureInfo.InvariantCulture) };
            return await SandboxServer.StartAsync(options, new RecordingObserver(), TestContext.Current.CancellationToken);
        }
        catch (MigrationException missing) when (missing.ErrorId == "PostgresBinariesMissing")
        {
            Assert.Skip($"PostgreSQL {major} cannot be had: {missing.Message} {missing.Remedy}");
            throw;
        }
    }
}
