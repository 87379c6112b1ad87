using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using PgMigrate.Engine.Tests.Archives;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Cli;

/// <summary>The demo, and what is left of it: nothing.</summary>
public sealed partial class DemoCommandTests(TestServers servers) : IDisposable
{
    private readonly string folder = MakeFolder();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Moves_and_proves_every_row_and_leaves_no_file_and_no_server()
    {
        await servers.ServerAsync(); // Skips where there is no PostgreSQL.

        await using var demo = Start();
        var result = await demo.ResultAsync();

        Assert.True(result.ExitCode == 0, result.Everything);
        Assert.Contains("9 of 9 tables are the same", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"before  sqlite:///.*shop\.db\n    after   postgresql://postgres:\*\*\*\*@127\.0\.0\.1:\d+/shop", result.Output);
        Assert.DoesNotContain('\u001B', result.Everything);
        Assert.EndsWith("With --report report.html all of this becomes a page to show around.\n", result.Output, StringComparison.Ordinal);
        await AssertGoneAsync(result.Output);
    }

    [Fact]
    public async Task Its_report_tells_of_every_step_and_stays()
    {
        await servers.ServerAsync();
        using var place = new TemporaryFolder();

        await using var demo = CliProcess.Start(["demo", "--report", "shop.html"], new Dictionary<string, string> { ["TMPDIR"] = folder, ["TMP"] = folder }, place.Path);
        var result = await demo.ResultAsync();

        Assert.True(result.ExitCode == 0, result.Everything);
        Assert.EndsWith($"Report: {Path.Combine(place.Path, "shop.html")}\n", result.Output, StringComparison.Ordinal);
        var page = await File.ReadAllTextAsync(Path.Combine(place.Path, "shop.html"), TestContext.Current.CancellationToken);
        Assert.All(["<h2>Tables copied</h2>", "<h2>Proof</h2>", "<h2>Rows compared</h2>", "<h2>Switch</h2>", "public.order_items"], part => Assert.Contains(part, page, StringComparison.Ordinal));
        await AssertGoneAsync(result.Output);
    }

    [Fact]
    public async Task Ctrl_C_in_the_middle_leaves_no_file_and_no_server()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A test cannot press Ctrl+C for another process on Windows.");
        await servers.ServerAsync();

        await using var demo = Start();
        await Eventually.HoldsAsync("the demo's server has started", () => demo.Output.Contains("Started PostgreSQL", StringComparison.Ordinal));
        await demo.InterruptAsync();
        var result = await demo.ResultAsync();

        Assert.True(result.ExitCode == 130, result.Everything);
        Assert.EndsWith("error: Interrupted.\n", result.Error, StringComparison.Ordinal);
        await AssertGoneAsync(result.Output);
    }

    [Fact]
    public async Task Says_that_the_shops_file_cannot_be_made_there()
    {
        await using var demo = CliProcess.Start(["demo", "--file", Path.Combine(folder, "missing", "shop.db")]);
        var result = await demo.ResultAsync();

        Assert.True(result.ExitCode == 3, result.Everything);
        Assert.Contains("(DemoFileNotMade)", result.Error, StringComparison.Ordinal);
    }

    private CliProcess Start() => CliProcess.Start(["demo"], new Dictionary<string, string> { ["TMPDIR"] = folder, ["TMP"] = folder });

    private async Task AssertGoneAsync(string output)
    {
        Assert.DoesNotContain(Directory.GetFileSystemEntries(folder), entry => !IsTheRuntimes(entry));
        var port = int.Parse(Port().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        using var client = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken).AsTask());
    }

    /// <summary>The runtime's own sockets and pipes, which it removes only when it ends by itself.</summary>
    private static bool IsTheRuntimes(string path) => Path.GetFileName(path).Contains("-diagnostic", StringComparison.Ordinal) || Path.GetFileName(path).StartsWith("clr-", StringComparison.Ordinal);

    /// <summary>A temporary folder for the demo alone. The server's account, another one where the tests run as root, must get through it.</summary>
    private static string MakeFolder()
    {
        var folder = Directory.CreateTempSubdirectory("pgmigrate-demotest-").FullName;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        return folder;
    }

    [GeneratedRegex(@"postgres@127\.0\.0\.1:(\d+)/shop")]
    private static partial Regex Port();
}
