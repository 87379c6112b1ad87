using System.Text.Json;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Archives;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Cli;

public sealed class LatencyCommandTests(TestServers servers)
{
    [Fact]
    public async Task Shows_both_ends_and_exits_by_the_budgets()
    {
        using var folder = new TemporaryFolder();
        var (source, destination) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        foreach (var end in new[] { source, destination }) await Sql.ExecuteAsync(end, "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)");

        var kept = await RunAsync("env:SOURCE_URL", "env:TARGET_URL", "--count", "3", "--connection-count", "2", "--connection-budget", "10min", "--report", "r.json");
        var broken = await RunAsync("env:SOURCE_URL", "--query", "nap=SELECT pg_sleep(0.1)", "--query", "SELECT 1", "--count", "2", "--warmup", "0", "--p95-budget", "5ms", "--connection-budget", "10min");

        Assert.True(kept.ExitCode == 0, kept.Everything);
        Assert.Contains("public.t: one row by key", kept.Output, StringComparison.Ordinal);
        Assert.EndsWith("4 queries, 24 runs, every budget kept.\n" + $"Report: {Path.Combine(folder.Path, "r.json")}\n", kept.Output, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Path, "r.json"), TestContext.Current.CancellationToken));
        Assert.Equal(["connectionLatency", "queryLatency", "latencyReport"], report.RootElement.GetProperty("objects").EnumerateObject().Select(kind => kind.Name));
        Assert.True(broken.ExitCode == 1, broken.Everything);
        Assert.Contains("95 of 100 runs of 'nap' keep ", broken.Output, StringComparison.Ordinal);

        Task<CliResult> RunAsync(params string[] arguments) => CliProcess.RunAsync(
            ["latency", .. arguments], new Dictionary<string, string> { ["SOURCE_URL"] = Url(source), ["TARGET_URL"] = Url(destination) }, folder.Path);
    }

    [Theory]
    [InlineData(2, "a length of time with its unit", "--p95-budget", "200")]
    [InlineData(2, "a number above 0", "--max-ratio", "0")]
    [InlineData(2, "there is no --destination", "--max-ratio", "2")]
    [InlineData(3, "begins with DROP", "--query", "DROP TABLE t")]
    public async Task Refuses_what_it_cannot_measure(int exitCode, string words, params string[] options)
    {
        var result = await CliProcess.RunAsync(["latency", "postgresql://nobody@127.0.0.1:1/none", .. options]);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }

    private static string Url(DatabaseEndpoint endpoint) => DatabaseUrl.Format(endpoint, DatabaseUrlDialect.Libpq).Text;
}
