using System.Text.Json;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Runbook;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Cli;

/// <summary>Whole migrations from the command line.</summary>
public sealed class RunbookCommandTests(TestServers servers)
{
    [Fact]
    public async Task Plans_starts_shows_and_goes_back()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        var (source, destination) = (Text(stage.Source), Text(stage.Destination));
        string[] settings = ["--env-path", stage.EnvPath, "--backup-path", Path.Combine(stage.Folder, "b.dump"), "--no-owner", "--fence", "--report", Path.Combine(stage.Folder, "r.html")];

        var plan = await RunAsync(["runbook", "start", source, destination, .. settings, "--what-if"]);
        var none = await RunAsync(["runbook", "show", destination]);
        Assert.Equal((0, 0, "The journal remembers no migration.\n"), (plan.ExitCode, none.ExitCode, none.Output));
        Assert.Equal(9, plan.Output.Split('\n').Count(line => line.StartsWith("Planned ", StringComparison.Ordinal)));
        stage.AssertEnvAsBefore();

        var started = await RunAsync(["runbook", "start", source, destination, .. settings]);
        Assert.True(started.ExitCode == 0, started.Everything);
        Assert.Equal(9, started.Output.Split('\n').Count(line => line.StartsWith("Done ", StringComparison.Ordinal)));
        Assert.Contains("\nCompleted: ", started.Output, StringComparison.Ordinal);
        stage.AssertSwitched();
        Assert.StartsWith("<!doctype html>", await File.ReadAllTextAsync(Path.Combine(stage.Folder, "r.html"), TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);

        var shown = await RunAsync(["runbook", "show", destination, "--source", source]);
        Assert.Contains("\nCompleted: ", shown.Output, StringComparison.Ordinal);
        var undone = await RunAsync(["runbook", "undo", source, destination]);
        Assert.True(undone.ExitCode == 0, undone.Everything);
        Assert.StartsWith("Undone: ", undone.Output, StringComparison.Ordinal);
        stage.AssertEnvAsBefore();
        var all = plan.Everything + started.Everything + shown.Everything + undone.Everything;
        Assert.DoesNotContain($":{stage.Source.Password}@", all, StringComparison.Ordinal);
        Assert.DoesNotContain($":{stage.Destination.Password}@", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_a_plan_stops_where_it_is_told_and_goes_on()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        var plan = Path.Combine(stage.Folder, "plan.json");
        await File.WriteAllTextAsync(
            plan, JsonSerializer.Serialize(new { Source = "env:OLD_URL", Destination = "env:NEW_URL", EnvPath = ".env", BackupPath = "b.dump", NoOwner = true, StopBefore = "Switch" }), TestContext.Current.CancellationToken);
        var urls = new Dictionary<string, string> { ["OLD_URL"] = Text(stage.Source), ["NEW_URL"] = Text(stage.Destination) };

        var stopped = await CliProcess.RunAsync(["runbook", "start", "--plan", plan], urls);
        Assert.True(stopped.ExitCode == 0, stopped.Everything);
        Assert.Contains("Stopped: ", stopped.Output, StringComparison.Ordinal);
        Assert.Contains("Continue it with pgmigrate runbook resume", (await CliProcess.RunAsync(["runbook", "start", "--plan", plan], urls)).Error, StringComparison.Ordinal);
        stage.AssertEnvAsBefore();

        var resumed = await CliProcess.RunAsync(["runbook", "resume", "env:OLD_URL", "env:NEW_URL"], urls);
        Assert.True(resumed.ExitCode == 0, resumed.Everything);
        stage.AssertSwitched();
    }

    [Fact]
    public async Task Says_what_failed_and_what_is_wrong_with_a_plan()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        await Sql.ExecuteAsync(stage.Destination, "CREATE TABLE customers (id integer)");

        var failed = await RunAsync(["runbook", "start", Text(stage.Source), Text(stage.Destination), "--no-owner", "--skip", "backup"]);
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("Failed   Readiness", failed.Output, StringComparison.Ordinal);
        Assert.Contains("(MigrationNotReady)", failed.Error, StringComparison.Ordinal);

        var wrong = await RunAsync(["runbook", "start", Text(stage.Source), Text(stage.Destination), "--level", "deep"]);
        Assert.Equal(3, wrong.ExitCode);
        Assert.Contains("Level is one of ", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("(MigrationEndMissing)", (await RunAsync(["runbook", "start"])).Error, StringComparison.Ordinal);
    }

    private static Task<CliResult> RunAsync(string[] arguments) => CliProcess.RunAsync(arguments);

    private static string Text(DatabaseEndpoint endpoint) => DatabaseUrl.Format(endpoint, DatabaseUrlDialect.Libpq).Text;
}
