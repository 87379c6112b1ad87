using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Alembic;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Cli;

public sealed class AlembicCommandTests(TestServers servers)
{
    [Fact]
    public async Task Upgrades_and_says_at_which_revisions_both_ends_are()
    {
        using var project = AlembicProject.OfShop();
        var (source, database) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());

        var first = await RunAsync(source, "--revision", "aaa1");
        var ahead = await RunAsync(database, "--source", "env:SOURCE_URL", "--verbose");
        var missing = await RunAsync(database, "--alembic-path", Path.Combine(project.Path, "nowhere"));

        Assert.Equal((0, $"{source} is at aaa1; it was at no revision.\n"), (first.ExitCode, first.Output));
        Assert.Equal((1, $"{database} is at bbb2; it was at no revision.\nThe source is at aaa1.\n"), (ahead.ExitCode, ahead.Output));
        Assert.Contains("verbose: alembic: INFO Running upgrade aaa1 -> bbb2", ahead.Error, StringComparison.Ordinal);
        Assert.Equal(3, missing.ExitCode);
        Assert.Contains("AlembicMissing", missing.Error, StringComparison.Ordinal);

        Task<CliResult> RunAsync(DatabaseEndpoint target, params string[] options) => CliProcess.RunAsync(
            ["alembic", "env:TARGET_URL", "--path", project.Path, .. options],
            new Dictionary<string, string> { ["SOURCE_URL"] = Url(source), ["TARGET_URL"] = Url(target) });
    }

    private static string Url(DatabaseEndpoint endpoint) => DatabaseUrl.Format(endpoint, DatabaseUrlDialect.Libpq).Text;
}
