using PgMigrate.Engine.Tests.Switching;
using Xunit;

namespace PgMigrate.Engine.Tests.Cli;

public sealed class SwitchCommandTests : IAsyncDisposable
{
    private const string Old = "postgresql://app:old@old.example.com:5432/shop";
    private const string New = "postgresql://app:canary@new.example.org:5432/shop";

    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-switch-").FullName;
    private readonly RenderStandIn render = new();

    public async ValueTask DisposeAsync()
    {
        await render.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Switches_a_file_and_a_service_and_goes_back()
    {
        render.AddService("srv-1", Old);
        render.DeployStates = ["live"];
        File.WriteAllText(Path.Combine(folder, ".env"), $"DATABASE_URL={Old}\n");
        string[] places = [".env", "--render", "srv-1", "--token", "env:RENDER_API_KEY", "--api-url", render.Address.ToString(), "--journal-path", "journal", "--verbose"];

        var asked = await RunAsync(["switch", "env:NEW_URL", "--skip-connection-test", "--what-if", .. places]);
        var switched = await RunAsync(["switch", "env:NEW_URL", "--skip-connection-test", .. places]);
        Assert.Equal((0, 0), (asked.ExitCode, switched.ExitCode));
        Assert.Contains("Would switch DATABASE_URL in Render srv-1\n", asked.Output, StringComparison.Ordinal);
        Assert.Contains(
            "Switched DATABASE_URL in Render srv-1\n    before  postgresql://app:****@old.example.com:5432/shop\n    after   postgresql://app:****@new.example.org:5432/shop\n",
            switched.Output,
            StringComparison.Ordinal);
        Assert.Equal((New, $"DATABASE_URL={New}\n"), (render.Running("srv-1"), File.ReadAllText(Path.Combine(folder, ".env"))));

        var back = await RunAsync(["restore-url", .. places]);
        Assert.Equal(0, back.ExitCode);
        Assert.Equal((Old, $"DATABASE_URL={Old}\n"), (render.Running("srv-1"), File.ReadAllText(Path.Combine(folder, ".env"))));
        var shown = asked.Everything + switched.Everything + back.Everything;
        Assert.DoesNotContain("canary", shown, StringComparison.Ordinal);
        Assert.Equal(["journal.lock", ".env"], Directory.GetFiles(folder).Select(Path.GetFileName).OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Keeps_the_way_back_among_the_users_own_data_where_no_journal_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has XDG_DATA_HOME.");
        render.AddService("srv-1", Old);
        render.DeployStates = ["live"];
        string[] places = ["--render", "srv-1", "--token", "env:RENDER_API_KEY", "--api-url", render.Address.ToString()];
        var journal = Path.Combine(folder, "data", "PgMigrate", "switches.pgmigrate-journal");

        var switched = await RunAsync(["switch", "env:NEW_URL", "--skip-connection-test", .. places], ("XDG_DATA_HOME", Path.Combine(folder, "data")));
        Assert.Equal((0, ""), (switched.ExitCode, switched.Error));
        Assert.Contains($"    journal {journal}\n", switched.Output, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(journal));

        var back = await RunAsync(["restore-url", .. places], ("XDG_DATA_HOME", Path.Combine(folder, "data")));
        Assert.Equal((0, Old), (back.ExitCode, render.Running("srv-1")));
        Assert.False(File.Exists(journal));
    }

    [Fact]
    public async Task Tells_by_its_exit_code_whether_anything_is_left_switched()
    {
        var file = Path.Combine(folder, ".env");
        var unreachable = await RunAsync(["switch", "postgresql://app:canary@127.0.0.1:1/shop", file]);
        Assert.Equal(3, unreachable.ExitCode);

        File.WriteAllText(file, "DATABASE_URL=${OTHER}\n");
        var refused = await RunAsync(["switch", "env:NEW_URL", "--skip-connection-test"]);
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("Unchanged DATABASE_URL in ", refused.Output, StringComparison.Ordinal);
        Assert.Contains("(DotenvValueIsReference)", refused.Error, StringComparison.Ordinal);

        File.WriteAllText(file, $"DATABASE_URL={Old}\n");
        var output = Path.Combine(folder, "output");
        var made = await RunAsync(["switch", "env:NEW_URL", file, "--github-output", "--skip-connection-test"], ("GITHUB_OUTPUT", output));
        Assert.Equal(0, made.ExitCode);
        Assert.Equal($"DATABASE_URL={New}\n", File.ReadAllText(output));

        var clear = await RunAsync(["switch", "env:NEW_URL", "--render", "srv-1", "--token", RenderStandIn.Token]);
        var missing = await RunAsync(["restore-url", file, "--steps", "0"]);
        Assert.Equal((3, 2), (clear.ExitCode, missing.ExitCode));
        var shown = unreachable.Everything + refused.Everything + made.Everything + clear.Everything;
        Assert.DoesNotContain("canary", shown, StringComparison.Ordinal);
    }

    private Task<CliResult> RunAsync(string[] args, params (string Name, string Value)[] environment)
    {
        var variables = new Dictionary<string, string> { ["NEW_URL"] = New, ["RENDER_API_KEY"] = RenderStandIn.Token };
        foreach (var (name, value) in environment) variables[name] = value;
        return CliProcess.RunAsync(args, variables, folder);
    }
}
