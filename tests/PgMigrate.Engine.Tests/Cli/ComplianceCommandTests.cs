using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Supabase.Compliance;
using Xunit;

namespace PgMigrate.Engine.Tests.Cli;

public sealed class ComplianceCommandTests(TestServers servers)
{
    [Fact]
    public async Task Says_what_it_found_and_exits_by_the_severity_that_fails()
    {
        var project = await servers.CreateSupabaseDatabaseAsync();
        await Sql.ExecuteAsync(project, "CREATE TABLE t (id int PRIMARY KEY); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'");

        var open = await RunAsync("--standard", "supabase");
        await Sql.ExecuteAsync(project, "ALTER TABLE t ENABLE ROW LEVEL SECURITY");
        var warned = await RunAsync("--standard", "supabase");
        var strict = await RunAsync("--standard", "supabase", "--fail-on", "warning");

        Assert.Equal((1, ""), (open.ExitCode, open.Error));
        Assert.Contains(
            "Error rls_disabled_in_public public.t\n  The Data API serves every row of the table to anon and authenticated, because its row-level security is off.\n"
                + "  → Enable row-level security, and make policies for who shall see rows.\n  ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;\n",
            open.Output,
            StringComparison.Ordinal);
        Assert.Contains("give --token to ask", open.Output, StringComparison.Ordinal);
        Assert.Contains("Warning function_search_path_mutable public.f()\n", warned.Output, StringComparison.Ordinal);
        Assert.Equal((0, 1), (warned.ExitCode, strict.ExitCode));

        Task<CliResult> RunAsync(params string[] options) => CliProcess.RunAsync(
            ["compliance", "env:PROJECT_URL", .. options],
            new Dictionary<string, string> { ["PROJECT_URL"] = Url(project) });
    }

    [Fact]
    public async Task Asks_the_Management_API_with_a_token_from_the_environment_alone()
    {
        await using var api = new ManagementApiStandIn();
        api.Reply("/ssl-enforcement", """{"currentConfig":{"database":false},"appliedSuccessfully":true}""");
        var project = await servers.CreateSupabaseDatabaseAsync();
        var environment = new Dictionary<string, string> { ["PROJECT_URL"] = Url(project), ["SUPABASE_ACCESS_TOKEN"] = ManagementApiStandIn.Token };
        string[] command = ["compliance", "env:PROJECT_URL", "--project-ref", ManagementApiStandIn.Project, "--api-url", api.Address.ToString(), "--verbose", "--token"];

        var asked = await CliProcess.RunAsync([.. command, "env:SUPABASE_ACCESS_TOKEN"], environment);
        var clear = await CliProcess.RunAsync([.. command, ManagementApiStandIn.Token], environment);

        Assert.Equal(1, asked.ExitCode);
        Assert.Contains("Error ssl_not_enforced abcdefghijklmnopqrst\n", asked.Output, StringComparison.Ordinal);
        Assert.Equal(3, clear.ExitCode);
        Assert.Contains("SecretInClearText", clear.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(ManagementApiStandIn.Token, asked.Output + asked.Error + clear.Output + clear.Error, StringComparison.Ordinal);
    }

    private static string Url(DatabaseEndpoint endpoint) => DatabaseUrl.Format(endpoint, DatabaseUrlDialect.Libpq).Text;
}
