using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Cli;

public sealed class ReadinessCommandTests(TestServers servers)
{
    [Fact]
    public async Task Says_what_it_found_and_exits_by_the_severity_that_fails()
    {
        var (source, destination) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(source, "CREATE UNLOGGED TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 1000); ANALYZE t");

        var warned = await RunAsync("env:SOURCE_URL", "env:DESTINATION_URL");
        var strict = await RunAsync("env:SOURCE_URL", "--fail-on", "warning", "--skip-measurement");
        await Sql.ExecuteAsync(destination, "CREATE TABLE t (id int)");
        var refused = await RunAsync("env:SOURCE_URL", "env:DESTINATION_URL", "--check", "copy_*", "--skip-measurement");
        var misspelt = await RunAsync("env:SOURCE_URL", "--check", "nonsense");

        Assert.Equal((0, ""), (warned.ExitCode, warned.Error));
        Assert.Contains("Warning unlogged_table public.t\n", warned.Output, StringComparison.Ordinal);
        Assert.Contains("  ALTER TABLE \"public\".\"t\" SET LOGGED;\n", warned.Output, StringComparison.Ordinal);
        Assert.Matches(@"1 tables, \d+ objects, 1,000 rows, .*\nAbout \d+\.\d to \d+\.\d s, at .* MiB/s over \d+ connections\.\n", warned.Output);
        Assert.Matches(@"Grade B: 0 errors, 1 warnings, \d+ remarks, \d+ not checked\.\n$", warned.Output);
        Assert.Equal((4, 4, 2), (strict.ExitCode, refused.ExitCode, misspelt.ExitCode));
        Assert.Contains("Error copy_refused", refused.Output, StringComparison.Ordinal);
        Assert.Contains("let --clean drop what will be created", refused.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("unlogged_table", refused.Output, StringComparison.Ordinal);
        Assert.Contains("There is no check 'nonsense'", misspelt.Error, StringComparison.Ordinal);

        Task<CliResult> RunAsync(params string[] arguments) => CliProcess.RunAsync(
            ["readiness", .. arguments],
            new Dictionary<string, string> { ["SOURCE_URL"] = Url(source), ["DESTINATION_URL"] = Url(destination) });
    }

    private static string Url(DatabaseEndpoint endpoint) => DatabaseUrl.Format(endpoint, DatabaseUrlDialect.Libpq).Text;
}
